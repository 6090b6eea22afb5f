// What a range may be. The one definition for the rules file and the dashboard's forms.

import { z } from 'zod';
import { instant } from '../instant';
import { addressToKey } from '../routing/address';
import { formatRange, parseRange } from '../routing/range';
import { appSlugs, flag, landing, shown, text } from '../rule-fields';
import { email } from '../users/schema';

const range = z
  .string('RANGE')
  .transform((given, context) => {
    const result = parseRange(given);
    if (result.ok) {
      const { first, last } = result.range;
      return { text: formatRange(result.range), first: addressToKey(first), last: addressToKey(last) };
    }
    const { code, text, suggestions } = result.problem;
    const [one = '', two = ''] = suggestions;
    const params = { address: true, text: shown(text), count: suggestions.length, first: one, second: two };
    context.addIssue({ code: 'custom', message: code, params });
    return z.NEVER;
  })
  .meta({
    description: 'An address, a CIDR block with a clean network address, or first-last.',
    examples: ['10.1.2.7', '10.1.2.0/24', '10.1.2.200-10.1.2.230', '2001:db8::/32'],
  });

// These look at several fields, and are asked even where another field has been refused: all errors at once.
const always = { when: () => true };
type Given = {
  effect?: unknown;
  apps?: unknown;
  landing?: unknown;
  validFrom?: unknown;
  validUntil?: unknown;
};
const deniesWith = (field: 'apps' | 'landing') => (given: Given) => {
  const value = given?.[field];
  return given?.effect !== 'deny' || value === undefined || (Array.isArray(value) && value.length === 0);
};
/** Both accepted, and so in the form that text order is time order in. */
const isAccepted = (moment: unknown) =>
  typeof moment === 'string' && moment.length === 24 && moment.endsWith('Z');
const isOrdered = (given: Given) =>
  !isAccepted(given?.validFrom) ||
  !isAccepted(given.validUntil) ||
  String(given.validFrom) < String(given.validUntil);

export const rangeSchema = z
  .strictObject(
    {
      range,
      label: text(200).default('').meta({ description: 'What the range is: a floor, a desk, a partner.' }),
      effect: z.enum(['allow', 'deny'], 'EFFECT').default('allow'),
      landing: landing.optional().meta({
        description:
          'With several apps: go to the first, or choose. Left out: as the user has it, else DEFAULT_LANDING.',
      }),
      enabled: flag.default(true).meta({ description: 'A disabled range is as if it were not there.' }),
      validFrom: instant
        .optional()
        .meta({ description: 'The range counts from this moment on; with its offset from UTC.' }),
      validUntil: instant
        .optional()
        .meta({ description: 'The range counts up to this moment; with its offset from UTC.' }),
      note: text(1000).default('').meta({ description: 'For administrators; visitors do not see it.' }),
      user: email.optional().meta({ description: 'Email of the user whom the range belongs to.' }),
      apps: appSlugs
        .default([])
        .meta({ description: 'Slugs of the apps granted, the first first, before the user’s.' }),
    },
    'OBJECT',
  )
  .refine(deniesWith('apps'), { error: 'DENY_APPS', path: ['apps'], ...always })
  .refine(deniesWith('landing'), { error: 'DENY_LANDING', path: ['landing'], ...always })
  .refine(isOrdered, { error: 'VALID_ORDER', path: ['validUntil'], ...always })
  .transform(({ range: { text: rangeText, first, last }, ...rest }) => ({
    first,
    last,
    rule: {
      range: rangeText,
      ...rest,
      landing: rest.landing ?? null,
      validFrom: rest.validFrom ?? null,
      validUntil: rest.validUntil ?? null,
      user: rest.user ?? null,
    },
  }));

export const rangeFields = Object.keys(rangeSchema.in.shape);

/**
 * A range as the rules say it: all that the database holds but its id and times; the canonical spelling, moments in
 * UTC, the user's email.
 */
export type RangeRule = z.output<typeof rangeSchema>['rule'];

/** A range with its stored first and last address. */
export type KeyedRange = z.output<typeof rangeSchema>;

/** First and last address of a range in its canonical spelling, as they are stored. */
export function rangeKeys(canonical: string): { first: string; last: string } {
  const result = parseRange(canonical);
  if (!result.ok) throw new Error(`not a range: ${canonical}`);
  return { first: addressToKey(result.range.first), last: addressToKey(result.range.last) };
}
