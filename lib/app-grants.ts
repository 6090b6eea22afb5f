// The ordered apps of a user or a range.

import { appIdsBySlug } from './apps/queries';
import type { Transaction } from './db';
import { insertRows } from './insert-rows';
import { deleteRows } from './update-rows';

type Owner = 'User' | 'IpRange';
type Granted = { apps: readonly string[] };

/** Grants each owner its apps, in order. Owners have no grants yet. */
export async function grantApps(
  tx: Transaction,
  owner: Owner,
  grants: readonly ({ id: number } & Granted)[],
): Promise<void> {
  if (grants.every(({ apps }) => apps.length === 0)) return;
  const ids = await appIdsBySlug(tx);
  const rows = grants.flatMap(({ id, apps }) =>
    apps.map((slug, position) => ({ id, appId: ids.get(slug) as number, position })),
  );
  if (owner === 'User') {
    const users = rows.map(({ id: userId, ...grant }) => ({ userId, ...grant }));
    await insertRows(tx, 'UserApp', ['userId', 'appId', 'position'], users);
  } else {
    const ranges = rows.map(({ id: rangeId, ...grant }) => ({ rangeId, ...grant }));
    await insertRows(tx, 'IpRangeApp', ['rangeId', 'appId', 'position'], ranges);
  }
}

/** Replaces the grants of the owners whose apps, or their order, have changed. */
export async function regrantApps(
  tx: Transaction,
  owner: Owner,
  updates: readonly { id: number; before: Granted; after: Granted }[],
): Promise<void> {
  const changed = updates.filter(({ before, after }) => before.apps.join() !== after.apps.join());
  const ids = changed.map(({ id }) => id);
  if (owner === 'User') await deleteRows(tx, 'UserApp', 'userId', ids);
  else await deleteRows(tx, 'IpRangeApp', 'rangeId', ids);
  const grants = changed.map(({ id, after }) => ({ id, apps: after.apps }));
  await grantApps(tx, owner, grants);
}
