'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { LabelledField } from '@/components/labelled-field';
import { NewPasswordField } from '@/components/new-password-field';
import { PasswordInput } from '@/components/password-input';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { changePassword } from './actions';

const nothing = { current: '', password: '' };

export function PasswordForm({ person }: { person: { email: string; name: string } }) {
  const t = useTranslations('auth');
  const [values, setValues] = useState(nothing);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [pending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (Object.keys(problems).length > 0) {
      form.current?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
    }
  }, [problems]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setProblems({});
    const result = await changePassword({ input: values }).catch(() => null);
    setPending(false);
    if (result?.status === 'done') {
      setValues(nothing);
      toast.success(t('ownPassword.done'));
    } else if (result?.status === 'invalid') {
      setProblems(Object.fromEntries(result.problems.map(({ field, message }) => [field, message])));
    } else toast.error(result?.status === 'refused' ? result.message : t('failed'));
  };

  return (
    <form ref={form} onSubmit={submit} noValidate method="post" className="grid gap-5">
      <input type="hidden" name="username" autoComplete="username" value={person.email} />
      <LabelledField label={t('ownPassword.current')} problem={problems.current}>
        {(field) => (
          <PasswordInput
            {...field}
            name="current-password"
            autoComplete="current-password"
            required
            value={values.current}
            onChange={(event) => setValues({ ...values, current: event.target.value })}
          />
        )}
      </LabelledField>
      <NewPasswordField
        label={t('newPassword')}
        value={values.password}
        onChange={(password) => setValues({ ...values, password })}
        person={person}
        problem={problems.password}
      />
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {t('ownPassword.save')}
        </Button>
      </div>
    </form>
  );
}
