// The only door to a mutation: who is it, may they, is the input right, and then one transaction with its ChangeEvents.

import { revalidatePath } from 'next/cache';
import type { z } from 'zod';
import type { ActionResult, FieldMessage } from './action-result';
import type { Change } from './audit/change';
import { type Administrator, mayAct, type Role } from './auth/administrator';
import { currentAdministrator, requireOwnOrigin } from './auth/current-administrator';
import { guardAccounts } from './auth/guard-accounts';
import { databaseProblemText, findDatabaseProblem } from './database-error';
import { type Transaction, writingDatabase } from './db';
import { Conflict, InvalidInput, Refusal, type RefusalCode } from './errors';
import { translator } from './i18n';
import { deniesOwnAddress } from './own-address';
import { portal } from './portal';
import { changeRules } from './rule-change';
import { type FieldProblem, fieldProblems, spokenParams } from './rule-fields';

export type Mutation<Schema extends z.ZodType> = {
  readonly role: Role;
  readonly input: Schema;
  /** Names of the input's fields, for «did you mean». */
  readonly fields?: readonly string[];
  /** Writes, and returns what it changed; throws InvalidInput, Conflict or Refusal. */
  readonly write: (tx: Transaction, input: z.output<Schema>, by: Administrator) => Promise<Change[]>;
};

/** What every action takes: the input, and whether the administrator has said yes to what was asked. */
export type ActionInput = { input: unknown; confirmed?: boolean };

/**
 * The server action of a mutation. It trusts nothing that came before: the session, the role and the Origin are looked at
 * here, every time.
 */
export function adminAction<Schema extends z.ZodType>(
  mutation: Mutation<Schema>,
): (given: ActionInput) => Promise<ActionResult> {
  return async (given) =>
    asAdministrator(
      'viewer',
      (by) => runMutation(mutation, given, by),
      ({ message }) => ({
        status: 'refused',
        message,
      }),
    );
}

/**
 * Runs what an administrator asked for with the same checks: the Origin, the session and the role, as they are now. What is
 * refused, and what the database refuses, becomes `refused`'s answer; anything else is thrown.
 */
export async function asAdministrator<Result>(
  role: Role,
  work: (by: Administrator) => Promise<Result>,
  refused: (refusal: { code: RefusalCode | 'DATABASE'; message: string }) => Result,
): Promise<Result> {
  const by = await currentAdministrator();
  const words = translator(by?.locale ?? 'en', 'refusals');
  try {
    await requireOwnOrigin();
    if (!by) throw new Refusal('SIGNED_OUT');
    if (!mayAct(by.role, role)) throw new Refusal('ROLE', { role });
    return await work(by);
  } catch (error) {
    if (error instanceof Refusal) {
      return refused({ code: error.code, message: words(error.code, error.params) });
    }
    const problem = findDatabaseProblem(error);
    if (!problem) throw error;
    return refused({ code: 'DATABASE', message: databaseProblemText(problem, by?.locale ?? 'en') });
  }
}

/** Asks the administrator; thrown to roll back. */
class Unconfirmed extends Error {}

async function runMutation<Schema extends z.ZodType>(
  { role, input, fields = [], write }: Mutation<Schema>,
  given: ActionInput,
  by: Administrator,
): Promise<ActionResult> {
  if (!mayAct(by.role, role)) throw new Refusal('ROLE', { role });
  const parsed = input.safeParse(given?.input, { reportInput: true });
  if (!parsed.success) {
    return { status: 'invalid', problems: fieldMessages(fieldProblems(parsed.error, fields), by) };
  }
  const confirmed = given.confirmed === true;
  const author = { actor: by.email, actorId: by.userId, address: by.address, requestId: by.requestId };
  try {
    const { changes } = await changeRules(writingDatabase(), { ...author, patience: 10_000 }, async (tx) => {
      const made = await write(tx, parsed.data, by);
      await guardAccounts(tx, made, by);
      if (!confirmed && (await deniesOwnAddress(tx, made, by))) throw new Unconfirmed();
      return made;
    });
    if (changes.length > 0) {
      await portal().rules.refresh();
      revalidatePath('/admin', 'layout');
    }
    return { status: 'done', changes: changes.length, id: changes[0]?.id ?? null };
  } catch (error) {
    if (error instanceof Unconfirmed) {
      const message = translator(by.locale, 'refusals')('ownAddress', { address: by.address ?? '' });
      return { status: 'confirm', message };
    }
    if (error instanceof InvalidInput) {
      return { status: 'invalid', problems: fieldMessages(error.problems, by) };
    }
    if (error instanceof Conflict) return conflictOf(error);
    throw error;
  }
}

type Words = (code: string, params: FieldProblem['params']) => string;

/** Problems in the administrator's words. */
export function fieldMessages(
  problems: readonly FieldProblem[],
  { locale }: Pick<Administrator, 'locale'>,
): FieldMessage[] {
  return problems.map(({ path, code, params, words }) => {
    // A form's words for what the rules file calls by the same code.
    const t = translator(locale, words === 'rules' ? 'fields' : words) as unknown as Words;
    const message = t(code, spokenParams(params));
    const meant = words === 'address' && Number(params.count) > 0 ? ` ${t('suggestion', params)}` : '';
    return { field: path.map(String).join('.'), message: message + meant };
  });
}

async function conflictOf({ entity, id, current, version }: Conflict): Promise<ActionResult> {
  const last = await writingDatabase().changeEvent.findFirst({
    where: { entity, entityId: id },
    orderBy: { id: 'desc' },
    select: { actor: true, at: true },
  });
  return {
    status: 'conflict',
    current,
    version,
    actor: last?.actor ?? '',
    at: last?.at.getTime() ?? 0,
  };
}
