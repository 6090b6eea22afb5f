'use client';

import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { LONGEST_PASSWORD, passwordProblem, SHORTEST_PASSWORD } from '@/lib/auth/password-rules';
import { LabelledField } from './labelled-field';
import { PasswordInput } from './password-input';

type NewPasswordFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Whose it becomes. */
  person: { email: string; name: string };
  problem?: string;
};

/** A password that is being chosen; says while it is typed whether it will do. */
export function NewPasswordField({ label, value, onChange, person, problem }: NewPasswordFieldProps) {
  const t = useTranslations('auth');
  const limits = { shortest: SHORTEST_PASSWORD, longest: LONGEST_PASSWORD };
  const code = passwordProblem(value, person);
  const missing = SHORTEST_PASSWORD - [...value].length;
  const verdict = () => {
    if (code === null) {
      return (
        <span className="inline-flex items-center gap-1.5 text-good">
          <Check className="size-4" aria-hidden="true" />
          {t('passwordGood')}
        </span>
      );
    }
    return code === 'PASSWORD_SHORT' ? t('passwordMore', { missing }) : t(code, limits);
  };
  return (
    <LabelledField
      label={label}
      hint={t('passwordHint', limits)}
      problem={problem}
      live={value !== '' && !problem ? verdict() : undefined}
    >
      {(field) => (
        <PasswordInput
          {...field}
          name="new-password"
          autoComplete="new-password"
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </LabelledField>
  );
}
