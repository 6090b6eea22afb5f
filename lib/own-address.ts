// Whether a change shuts its own author out.

import type { Change } from './audit/change';
import type { Administrator } from './auth/administrator';
import type { Transaction } from './db';
import { env } from './env';
import { portal } from './portal';
import { addressFromKey, addressToKey, parseAddress } from './routing/address';
import { decide } from './routing/decide';
import type { RuleRange } from './routing/rules';
import { buildRuleTable } from './routing/table';

const ruleEntities = ['App', 'User', 'IpRange'];

type Whose = Pick<Administrator, 'address'>;

/**
 * Whether the administrator's own address is let in by the rules in force and would be denied by those in the
 * transaction.
 */
export async function deniesOwnAddress(
  tx: Transaction,
  changes: readonly Change[],
  by: Whose,
): Promise<boolean> {
  return ownAddressIsLetIn(by) && (await ownAddressIsDenied(tx, changes, by));
}

/** Whether the rules in force, as this process has them, let the administrator's own address in. */
export function ownAddressIsLetIn({ address }: Whose): boolean {
  const table = portal().rules.current()?.table;
  return address !== null && !!table && decide({ address, at: Date.now(), table }).outcome !== 'deny';
}

/** Whether the rules in the transaction deny it, where the changes touch any rule. */
export async function ownAddressIsDenied(
  tx: Transaction,
  changes: readonly Change[],
  { address }: Whose,
): Promise<boolean> {
  if (address === null || !changes.some(({ entity }) => ruleEntities.includes(entity))) return false;
  return decide({ address, at: Date.now(), table: await tableAround(tx, address) }).outcome === 'deny';
}

/** The rules in the transaction, as far as this address is concerned. */
async function tableAround(tx: Transaction, address: string) {
  const parsed = parseAddress(address);
  const key = parsed.ok ? addressToKey(parsed.address) : '';
  const grants = { select: { appId: true }, orderBy: { position: 'asc' } } as const;
  const [rows, apps] = [
    await tx.ipRange.findMany({
      where: { first: { lte: key }, last: { gte: key } },
      include: { grants, user: { include: { grants } } },
      orderBy: { first: 'asc' },
    }),
    await tx.app.findMany(),
  ];
  const appIds = (list: { appId: number }[]) => list.map(({ appId }) => appId);
  const ranges = rows.map(
    ({ grants: own, first, last, validFrom, validUntil, ...range }): RuleRange => ({
      ...range,
      first: addressFromKey(first),
      last: addressFromKey(last),
      validFrom: validFrom?.getTime() ?? null,
      validUntil: validUntil?.getTime() ?? null,
      appIds: appIds(own),
    }),
  );
  const users = rows.flatMap(({ user }) => (user ? [{ ...user, appIds: appIds(user.grants) }] : []));
  return buildRuleTable({ apps, users, ranges, defaultLanding: env().defaultLanding });
}
