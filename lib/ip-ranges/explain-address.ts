// What an address gets at a moment, and all that can be said about why. Nothing is recorded.

import type { Address } from '../routing/address';
import { type Decision, decide } from '../routing/decide';
import { type ExplainedRange, explain } from '../routing/explain';
import type { RuleUser } from '../routing/rules';
import type { RuleTable } from '../routing/table';

export type ExplainedAddress = {
  readonly decision: Decision;
  /** Every range that contains the address, the most specific first. */
  readonly ranges: readonly (ExplainedRange & {
    readonly effect: 'allow' | 'deny';
    readonly owner: RuleUser | null;
  })[];
  /** In ms since 1970. */
  readonly at: number;
  /** The slug of the app asked for by name. */
  readonly requested: string | null;
};

export type AddressQuestion = {
  readonly table: RuleTable;
  readonly address: Address;
  readonly at: number;
  readonly requested?: string | null;
  /** The ids of apps known to be down. */
  readonly down?: ReadonlySet<number>;
};

/** The decision as a visitor would get it, with every range that contains the address. */
export function explainAddress({
  table,
  address,
  at,
  requested = null,
  down,
}: AddressQuestion): ExplainedAddress {
  const decision = decide({ address, at, table, requested, down });
  const ranges = explain(table, address, at).map(({ range, verdict }) => {
    const { effect, user } = table.resolve(range);
    return { range, verdict, effect, owner: user };
  });
  return { decision, ranges, at, requested };
}
