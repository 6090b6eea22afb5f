// What may go wrong with an edit although everything works. Thrown inside a mutation, these roll it back, and
// admin-action.ts turns them into what the form shows; anything else that is thrown is a mistake of the program's.

import type { Snapshot } from './audit/change';
import type { FieldProblem } from './rule-fields';

/** Fields that are right on their own but not with the rest of the database. */
export class InvalidInput extends Error {
  override name = 'InvalidInput';
  constructor(readonly problems: readonly FieldProblem[]) {
    super(problems.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', '));
  }
}

/** The row is no longer the one that was edited. */
export class Conflict extends Error {
  override name = 'Conflict';
  constructor(
    readonly entity: 'App' | 'User' | 'IpRange',
    readonly id: number,
    readonly current: Snapshot,
    readonly version: string,
  ) {
    super(`${entity} ${id} was changed meanwhile`);
  }
}

/** Why an edit is refused; the words are in messages/, under `refusals`. */
export type RefusalCode =
  | 'SIGNED_OUT'
  | 'ORIGIN'
  | 'ROLE'
  | 'NOT_FOUND'
  | 'LAST_ADMIN'
  | 'ACCOUNT_NEEDS_ADMIN'
  | 'IN_USE'
  | 'OWN_ACCOUNT'
  | 'GUARD_AWAY';

export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}
