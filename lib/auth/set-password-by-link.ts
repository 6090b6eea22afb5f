// What the page of a one-time link does.

import { headers } from 'next/headers';
import { z } from 'zod';
import type { ActionResult } from '../action-result';
import { type ActionInput, fieldMessages } from '../admin-action';
import { databaseProblemText, findDatabaseProblem } from '../database-error';
import { database, writingDatabase } from '../db';
import { env } from '../env';
import { InvalidInput, Refusal } from '../errors';
import { type Locale, translator } from '../i18n';
import { localeOf, requestIdOf } from '../landing/request';
import { changeRules } from '../rule-change';
import { fieldProblems } from '../rule-fields';
import { requireOwnOrigin } from './current-administrator';
import { acceptPassword } from './own-password';
import { type FirstAdmin, firstAdminSchema, LinkUsedUp, redeemLink } from './redeem-link';
import { requireDashboard } from './require-dashboard';
import { findLink } from './sign-in-links';

/** What a link is for, and whether it still is; see `findLink`. */
export const openLink = (token: string) => findLink(database(), token);

const given = z.object({ token: z.string(), password: z.string(), email: z.string(), name: z.string() });

/** Sets the password that a link is for. Nobody is signed in yet: what lets them do it is the link's token. */
export async function setPasswordByLink({ input }: ActionInput): Promise<ActionResult> {
  const locale = localeOf(await headers());
  try {
    await requireOwnOrigin();
    return await setPassword(input, locale);
  } catch (error) {
    if (error instanceof InvalidInput) {
      return { status: 'invalid', problems: fieldMessages(error.problems, { locale }) };
    }
    if (error instanceof Refusal) {
      return { status: 'refused', message: translator(locale, 'refusals')(error.code, error.params) };
    }
    if (error instanceof LinkUsedUp) {
      return { status: 'refused', message: translator(locale, 'auth')('link.badTitle') };
    }
    const problem = findDatabaseProblem(error);
    if (!problem) throw error;
    return { status: 'refused', message: databaseProblemText(problem, locale) };
  }
}

async function setPassword(input: unknown, locale: Locale): Promise<ActionResult> {
  const { token, password, ...fields } = given.parse(input);
  const link = await openLink(token);
  if (!link) throw new LinkUsedUp();
  let first: FirstAdmin | null = null;
  if (link.kind === 'firstAdmin') {
    const parsed = firstAdminSchema.safeParse(fields, { reportInput: true });
    if (!parsed.success) {
      return { status: 'invalid', problems: fieldMessages(fieldProblems(parsed.error, []), { locale }) };
    }
    first = parsed.data;
  }
  const person = link.kind === 'firstAdmin' ? first! : link;
  const hash = await acceptPassword(password, person);
  const { address } = await requireDashboard();
  const requestId = requestIdOf(await headers(), env().proxySecret);
  const author = { actor: person.email, address, requestId, patience: 10_000 };
  let userId = 0;
  await changeRules(writingDatabase(), author, async (tx) => {
    const redeemed = await redeemLink(tx, token, hash, first);
    userId = redeemed.userId;
    return redeemed.changes;
  });
  return { status: 'done', changes: 1, id: userId };
}
