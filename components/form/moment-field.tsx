'use client';

import { useState } from 'react';
import { useTimeZone, useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { instantToWall, type WallTime, wallToInstant } from '@/lib/zoned-time';
import { FormField } from './form-field';
import type { FieldProps } from './plain-fields';
import { useRuleForm } from './rule-form-context';

/** Sets fields of the form: `{ validFrom: null, validUntil: '2026-11-30T15:00:00.000Z' }`. */
export type MomentPreset = { label: string; values: () => Readonly<Record<string, string | null>> };

type MomentFieldProps = FieldProps & {
  presets?: readonly MomentPreset[];
  /** The time of a day that is chosen without one. */
  usualTime?: string;
};

const none: WallTime = { date: '', time: '' };

/** Date and time on the administrator's own clock. The value is a moment in UTC (ISO 8601), or null. */
export function MomentField({ presets = [], usualTime = '00:00', ...field }: MomentFieldProps) {
  const t = useTranslations('form');
  const timeZone = useTimeZone() ?? 'UTC';
  return (
    <FormField
      {...field}
      group
      after={
        <>
          <p className="text-muted text-xs">{t('timeZone', { timeZone: timeZone.replaceAll('_', ' ') })}</p>
          {presets.length > 0 && <MomentPresets presets={presets} label={field.label} />}
          {field.after}
        </>
      }
    >
      {({ id, name, value, onChange, invalid, describedBy }) => (
        <DateAndTime
          {...{ id, name, onChange, invalid, describedBy, timeZone, usualTime }}
          label={field.label}
          value={typeof value === 'string' && value !== '' ? value : null}
        />
      )}
    </FormField>
  );
}

type DateAndTimeProps = {
  id: string;
  name: string;
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  invalid: boolean;
  describedBy: string | undefined;
  timeZone: string;
  usualTime: string;
};

function DateAndTime({
  id,
  label,
  value,
  onChange,
  invalid,
  describedBy,
  timeZone,
  usualTime,
}: DateAndTimeProps) {
  const t = useTranslations('form');
  const [written, setWritten] = useState(() => (value && instantToWall(value, timeZone)) || none);
  const [sent, setSent] = useState(value);
  // A preset, or somebody else's value: not what was written here.
  if (value !== sent) {
    setSent(value);
    setWritten((value && instantToWall(value, timeZone)) || none);
  }
  const change = (some: Partial<WallTime>) => {
    const next = { ...written, ...some };
    if (next.date !== '' && next.time === '' && written.date === '') next.time = usualTime;
    setWritten(next);
    // A date without its time is not a moment yet: it is sent as it stands, and the server says what is missing.
    const moment = next.date === '' ? null : (wallToInstant(next, timeZone) ?? `${next.date}T${next.time}`);
    setSent(moment);
    onChange(moment);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Input
        id={id}
        type="date"
        max="9999-12-31"
        aria-label={`${label}: ${t('date')}`}
        value={written.date}
        onChange={(event) => change({ date: event.target.value })}
        invalid={invalid}
        aria-describedby={describedBy}
        className="max-w-44"
      />
      <Input
        type="time"
        aria-label={`${label}: ${t('time')}`}
        value={written.time}
        disabled={written.date === ''}
        onChange={(event) => change({ time: event.target.value })}
        className="max-w-32"
      />
      {written.date !== '' && (
        <Button size="sm" variant="quiet" onClick={() => change(none)} aria-label={`${label}: ${t('clear')}`}>
          {t('clear')}
        </Button>
      )}
    </div>
  );
}

/** Usual moments, a click each. */
export function MomentPresets({ presets, label }: { presets: readonly MomentPreset[]; label: string }) {
  const { setValues } = useRuleForm();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside the field's own would be announced twice
    <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {presets.map((preset) => (
        <Button key={preset.label} size="sm" onClick={() => setValues(preset.values())}>
          {preset.label}
        </Button>
      ))}
    </div>
  );
}
