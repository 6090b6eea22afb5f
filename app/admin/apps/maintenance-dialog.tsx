'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTimeZone, useTranslations } from 'use-intl/react';
import { LabelledField } from '@/components/labelled-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useAction } from '@/components/use-action';
import { endOfDay } from '@/lib/zoned-time';
import { maintainApps } from './actions';

const HOUR = 3_600_000;
const ends = ['hour', 'fourHours', 'today', 'open'] as const;
type End = (typeof ends)[number];

type MaintenanceDialogProps = { id: number; name: string; open: boolean; onClose: () => void };

/** Puts an app under maintenance: what visitors are told, and until when. Any other end is set where the app is edited. */
export function MaintenanceDialog({ id, name, open, onClose }: MaintenanceDialogProps) {
  const t = useTranslations('apps');
  const router = useRouter();
  const timeZone = useTimeZone() ?? 'UTC';
  const { run, pending } = useAction();
  const [message, setMessage] = useState('');
  const [end, setEnd] = useState<End>('open');
  const begin = async () => {
    const until = momentOf(end, Date.now(), timeZone);
    const input = {
      ...{ ids: [id], maintenance: true, maintenanceMessage: message },
      ...(until && { maintenanceUntil: until }),
    };
    const result = await run(maintainApps, input, { doneMessage: t('done.maintenanceBegun') });
    if (result.status !== 'done') return;
    onClose();
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('maintenance.title', { name })}
      description={t('maintenance.body')}
      size="sm"
      footer={
        <Button variant="primary" pending={pending} onClick={begin}>
          {t('maintenance.begin')}
        </Button>
      }
    >
      <div className="grid gap-5">
        <LabelledField label={t('field.maintenanceMessage')} hint={t('field.maintenanceMessageHint')}>
          {(field) => (
            <Input
              {...field}
              name="maintenanceMessage"
              autoComplete="off"
              maxLength={300}
              value={message}
              onChange={(event) => setMessage(event.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t('field.maintenanceUntil')} hint={t('maintenance.untilHint')}>
          {({ id: fieldId, 'aria-describedby': describedBy }) => (
            <Select
              id={fieldId}
              name="maintenanceEnd"
              aria-describedby={describedBy}
              value={end}
              onChange={(event) => setEnd(ends.find((known) => known === event.target.value) ?? 'open')}
              options={ends.map((value) => ({ value, label: t(`maintenance.${value}`) }))}
            />
          )}
        </LabelledField>
      </div>
    </Dialog>
  );
}

/** ISO 8601 in UTC; null: until it is ended by hand. */
function momentOf(end: End, now: number, timeZone: string): string | null {
  if (end === 'open') return null;
  if (end === 'today') return endOfDay(now, timeZone);
  return new Date(now + (end === 'hour' ? HOUR : 4 * HOUR)).toISOString();
}
