'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { LabelledField } from '@/components/labelled-field';
import { NewPasswordField } from '@/components/new-password-field';
import { requestSignIn } from '@/components/sign-in-request';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { setPasswordByLink } from './actions';

type LinkFormProps = {
  token: string;
  /** Whose password it sets; null: the first administrator's, who has yet to say who they are. */
  person: { email: string; name: string } | null;
};

export function LinkForm({ token, person }: LinkFormProps) {
  const t = useTranslations('auth');
  const [values, setValues] = useState({
    email: person?.email ?? '',
    name: person?.name ?? '',
    password: '',
  });
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState('');
  const [pending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (field: keyof typeof values) => (value: string) => setValues({ ...values, [field]: value });

  useEffect(() => {
    if (Object.keys(problems).length > 0) {
      form.current?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
    }
  }, [problems]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setRefusal('');
    setProblems({});
    // The request is refused by its answer, or does not arrive at all.
    const result = await setPasswordByLink({ input: { token, ...values } }).catch(() => null);
    if (result?.status === 'done') {
      const answer = await requestSignIn(values.email, values.password);
      return location.assign(answer.status === 'signedIn' ? '/admin' : '/login');
    }
    setPending(false);
    if (result?.status === 'invalid') {
      setProblems(Object.fromEntries(result.problems.map(({ field, message }) => [field, message])));
    } else setRefusal(result?.status === 'refused' ? result.message : t('failed'));
  };

  return (
    <form ref={form} onSubmit={submit} noValidate method="post" className="mt-6 grid gap-5">
      {refusal && (
        <p role="alert" className="rounded-control bg-stop-soft px-4 py-3 font-medium text-sm text-stop">
          {refusal}
        </p>
      )}
      {person ? (
        // For the browser's password manager: whose password it is.
        <input type="hidden" name="username" autoComplete="username" value={person.email} />
      ) : (
        <>
          <LabelledField label={t('link.name')} problem={problems.name}>
            {(field) => (
              <Input
                {...field}
                name="name"
                autoComplete="name"
                placeholder={t('link.namePlaceholder')}
                required
                className="h-11"
                value={values.name}
                onChange={(event) => set('name')(event.target.value)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('email')} problem={problems.email}>
            {(field) => (
              <Input
                {...field}
                name="email"
                type="email"
                autoComplete="username"
                autoCapitalize="none"
                placeholder="name@example.com"
                required
                className="h-11"
                value={values.email}
                onChange={(event) => set('email')(event.target.value)}
              />
            )}
          </LabelledField>
        </>
      )}
      <NewPasswordField
        label={t(person ? 'newPassword' : 'password')}
        value={values.password}
        onChange={set('password')}
        person={values}
        problem={problems.password}
      />
      <Button type="submit" variant="primary" pending={pending} className="min-h-11">
        {t('link.save')}
      </Button>
    </form>
  );
}
