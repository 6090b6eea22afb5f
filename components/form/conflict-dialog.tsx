'use client';

import { useState } from 'react';
import { useLocale, useTimeZone, useTranslations } from 'use-intl/react';
import { Moment } from '@/components/moment';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ActionResult } from '@/lib/action-result';
import { formatMoment } from '@/lib/format';
import { compareEdits } from '@/lib/merge-edits';
import type { FormValues } from './rule-form-context';

type ConflictDialogProps = {
  conflict: Extract<ActionResult, { status: 'conflict' }>;
  /** The row as the form began with it. */
  base: FormValues;
  mine: FormValues;
  fieldLabels: Readonly<Record<string, string>>;
  describeValue?: (field: string, value: unknown) => string | undefined;
  /** Nothing is saved, nothing is lost. */
  onCancel: () => void;
  /** Saves the fields as chosen, over the row as it is now. */
  onSave: (merged: FormValues) => void;
};

type Side = 'theirs' | 'mine';

/** Somebody else has changed the row meanwhile: each field in which the two differ, and whose to keep. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { conflict, base, mine, fieldLabels, describeValue, onCancel, onSave } = props;
  const t = useTranslations('form');
  const by = { locale: useLocale(), timeZone: useTimeZone() ?? 'UTC' };
  const fields = Object.keys(fieldLabels).filter((field) => Object.hasOwn(mine, field));
  const differences = compareEdits(fields, base, conflict.current, mine);
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>(() =>
    Object.fromEntries(
      differences.map(({ field, changedBy }) => [field, changedBy === 'them' ? 'theirs' : 'mine']),
    ),
  );

  const save = () => {
    const theirs = differences.filter(({ field }) => chosen[field] === 'theirs');
    onSave({
      ...mine,
      ...Object.fromEntries(theirs.map((difference) => [difference.field, difference.theirs])),
    });
  };
  const words = (field: string, value: unknown): string => {
    const described = describeValue?.(field, value);
    if (described !== undefined) return described;
    if (value === null || value === undefined || value === '') return '';
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.join(', ');
    const text = String(value);
    return isInstant.test(text) ? formatMoment(Date.parse(text), by) : text;
  };

  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onCancel()}
      title={t('conflictTitle')}
      description={
        <>
          {conflict.actor
            ? t.rich('conflictBody', { actor: conflict.actor, when: () => <Moment at={conflict.at} /> })
            : t('conflictBodyPlain')}{' '}
          {differences.length === 0 ? t('conflictSame') : t('conflictChoose')}
        </>
      }
      footer={
        <>
          <Button onClick={onCancel}>{t('backToForm')}</Button>
          <Button variant="primary" onClick={save}>
            {t('saveMerged')}
          </Button>
        </>
      }
    >
      {differences.length > 0 && (
        <table className="w-full border-collapse text-left text-sm max-md:block">
          <thead className="max-md:hidden">
            <tr className="border-line border-b text-muted">
              <th scope="col" className="py-2 pr-3 font-medium">
                {t('field')}
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                {t('was')}
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                {t('theirs')}
              </th>
              <th scope="col" className="py-2 pl-3 font-medium">
                {t('yours')}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line max-md:block">
            {differences.map(({ field, base: was, theirs, mine: yours }) => (
              <tr key={field} className="align-top max-md:grid max-md:gap-2 max-md:py-4">
                <th scope="row" className="py-2.5 pr-3 font-medium max-md:p-0">
                  {fieldLabels[field]}
                </th>
                <td className="px-3 py-2.5 text-muted max-md:p-0">
                  <span className="mr-2 md:hidden">{t('was')}:</span>
                  <Value text={words(field, was)} empty={t('empty')} />
                </td>
                {(
                  [
                    ['theirs', theirs, t('takeTheirs')],
                    ['mine', yours, t('keepMine')],
                  ] as const
                ).map(([side, value, label]) => (
                  <td key={side} className="px-1.5 py-1.5 max-md:p-0">
                    <label
                      className={`flex min-h-10 cursor-pointer items-start gap-2.5 rounded-control border px-2.5 py-2 ${
                        chosen[field] === side ? 'border-water bg-water-soft' : 'border-line hover:bg-sunken'
                      }`}
                    >
                      <input
                        type="radio"
                        name={`conflict-${field}`}
                        className="mt-0.5 size-4 shrink-0 accent-water"
                        checked={chosen[field] === side}
                        onChange={() => setChosen((before) => ({ ...before, [field]: side }))}
                        aria-label={`${fieldLabels[field]}: ${label}`}
                      />
                      <span className="min-w-0 whitespace-pre-wrap">
                        <span className="block text-muted text-xs">{label}</span>
                        <Value text={words(field, value)} empty={t('empty')} />
                      </span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function Value({ text, empty }: { text: string; empty: string }) {
  return text === '' ? <em className="text-muted">{empty}</em> : text;
}
