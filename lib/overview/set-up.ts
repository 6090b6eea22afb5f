// What is still to be done before visitors land.

import type { Database } from '../db';

export const setUpSteps = ['app', 'user', 'range', 'visit', 'host'] as const;
export type SetUpStep = (typeof setUpSteps)[number];

/** Each step, and whether it is done; the administrator who asks is there already. */
export async function setUp(
  db: Database,
  { publicHosts, adminHost }: { publicHosts: readonly string[]; adminHost?: string },
): Promise<Record<SetUpStep, boolean>> {
  const select = { id: true };
  const [app, user, range, visit] = await Promise.all([
    db.app.findFirst({ select }),
    // Somebody besides those who only keep the dashboard.
    db.user.findFirst({ select, where: { account: null } }),
    db.ipRange.findFirst({ select }),
    db.visitCount.findFirst({ select: { hour: true }, where: { outcome: { in: ['redirect', 'choose'] } } }),
  ]);
  const done = (row: object | null) => row !== null;
  return {
    app: done(app),
    user: done(user),
    range: done(range),
    visit: done(visit),
    host: publicHosts.length > 0 || adminHost !== undefined,
  };
}
