// What a user may be. The one definition for the rules file and the dashboard's forms.

import { z } from 'zod';
import { appSlugs, flag, landing, requiredText, text } from '../rule-fields';

// HTML's own definition of a valid address (WHATWG HTML 4.10.5.1.5), which mail programs agree on.
const address =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Kept in lower case. */
export const email = z
  .string('EMAIL')
  .trim()
  .max(254, { error: 'EMAIL', abort: true })
  .regex(address, { error: 'EMAIL', abort: true })
  .toLowerCase()
  .meta({ examples: ['alice@example.com'] });

export const userSchema = z
  .strictObject(
    {
      email: email.meta({ description: 'Tells people apart; upper and lower case do not matter.' }),
      name: requiredText(100),
      department: text(100).default(''),
      landing: landing.optional().meta({
        description: 'With several apps: go to the first, or choose. Left out: DEFAULT_LANDING.',
      }),
      enabled: flag.default(true).meta({ description: 'A disabled user’s addresses are denied.' }),
      note: text(1000).default('').meta({ description: 'For administrators; visitors do not see it.' }),
      apps: appSlugs.default([]).meta({ description: 'Slugs of the apps granted, the first first.' }),
    },
    'OBJECT',
  )
  .transform((user) => ({ ...user, landing: user.landing ?? null }));

export const userFields = Object.keys(userSchema.in.shape);

/** A user as the rules say it: all that the database holds but its id and times. */
export type UserRule = z.output<typeof userSchema>;
