'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { LabelledField } from '@/components/labelled-field';
import { PasswordInput } from '@/components/password-input';
import { requestSignIn, type SignInAnswer } from '@/components/sign-in-request';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

type SignInFormProps = {
  /** Where it leads. */
  next: string;
  /** The person has just signed out. */
  signedOut: boolean;
};

export function SignInForm({ next, signedOut }: SignInFormProps) {
  const t = useTranslations('auth');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState('');
  const [missing, setMissing] = useState<'email' | 'password' | null>(null);
  const message = useRef<HTMLParagraphElement>(null);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  useEffect(() => {
    if (problem) message.current?.focus();
  }, [problem]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    const empty = email.trim() === '' ? 'email' : password === '' ? 'password' : null;
    setMissing(empty);
    setProblem('');
    if (empty) {
      form.querySelector<HTMLInputElement>(`[name=${empty}]`)?.focus();
      return;
    }
    setPending(true);
    const answer = await requestSignIn(email, password);
    // A whole page: nothing of what was there before the sign-in is kept.
    if (answer.status === 'signedIn') return location.assign(next);
    setPending(false);
    setProblem(words(answer));
  };

  const words = (answer: Exclude<SignInAnswer, { status: 'signedIn' }>) =>
    answer.status === 'locked' ? t('locked', { minutes: Math.ceil(answer.seconds / 60) }) : t(answer.status);

  return (
    <form onSubmit={submit} noValidate method="post" className="mt-6 grid gap-5">
      {(problem || signedOut) && (
        <p
          ref={message}
          tabIndex={-1}
          role={problem ? 'alert' : 'status'}
          className={`rounded-control px-4 py-3 font-medium text-sm ${problem ? 'bg-stop-soft text-stop' : 'bg-good-soft text-good'}`}
        >
          {problem || t('signedOut')}
        </p>
      )}
      <LabelledField label={t('email')} problem={missing === 'email' ? t('emailNeeded') : undefined}>
        {(field) => (
          <Input
            {...field}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            required
            className="h-11"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('password')} problem={missing === 'password' ? t('passwordNeeded') : undefined}>
        {(field) => (
          <PasswordInput
            {...field}
            name="password"
            autoComplete="current-password"
            required
            className="h-11"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </LabelledField>
      <Button type="submit" variant="primary" pending={pending} className="min-h-11">
        {t(pending ? 'signingIn' : 'signIn')}
      </Button>
    </form>
  );
}
