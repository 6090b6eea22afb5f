'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { TextField } from '@/components/form/plain-fields';
import { type FormValues, RuleFormContext } from '@/components/form/rule-form-context';
import { RangeField } from '@/components/range-field';
import { Button } from '@/components/ui/button';
import { useAction } from '@/components/use-action';
import type { FieldMessage } from '@/lib/action-result';
import { createRange } from '../../ip-ranges/actions';

const empty: FormValues = { range: '', label: '' };

/** A range more for a user, added in place. */
export function AddAddress({ email, myAddress }: { email: string; myAddress: string | null }) {
  const t = useTranslations('users');
  const router = useRouter();
  const formId = useId();
  const { run, pending } = useAction();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const [problems, setProblems] = useState<readonly FieldMessage[]>([]);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run(
      createRange,
      { ...values, user: email },
      { doneMessage: t('done.addressAdded') },
    );
    setProblems(result.status === 'invalid' ? result.problems : []);
    if (result.status !== 'done') return;
    setValues(empty);
    setOpen(false);
    router.refresh();
  };
  if (!open) {
    return (
      <Button icon={Plus} onClick={() => setOpen(true)}>
        {t('addAddress.open')}
      </Button>
    );
  }
  const set = (some: FormValues) => setValues((before) => ({ ...before, ...some }));
  return (
    <RuleFormContext
      value={{
        values,
        pending,
        setValues: set,
        setValue: (name, value) => set({ [name]: value }),
        fieldId: (name) => `${formId}${name}`,
        problemsOf: (name) => problems.filter(({ field }) => field === name).map(({ message }) => message),
      }}
    >
      <form noValidate aria-busy={pending} onSubmit={add} className="grid gap-5">
        <RangeField label={t('field.range')} myAddress={myAddress} autoFocus />
        <TextField
          name="label"
          label={t('field.rangeLabel')}
          hint={t('field.rangeLabelHint')}
          optional
          maxLength={200}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            {t('addAddress.submit')}
          </Button>
          <Button variant="quiet" onClick={() => setOpen(false)}>
            {t('delete.cancel')}
          </Button>
        </div>
      </form>
    </RuleFormContext>
  );
}
