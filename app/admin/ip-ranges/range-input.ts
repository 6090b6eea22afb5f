// What the form sends: the fields that say something, as rangeSchema takes them.

import type { FormValues } from '@/components/form/rule-form-context';

/** Fields whose absence means «none»; the others are sent as they are. */
const optional = ['user', 'landing', 'validFrom', 'validUntil'];

export function rangeInput(values: FormValues): Record<string, unknown> {
  const denies = values.effect === 'deny';
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => {
      // Hidden while it denies, and kept in case that is taken back.
      if (denies && (field === 'apps' || field === 'landing')) return false;
      return !(optional.includes(field) && (value === null || value === ''));
    }),
  );
}
