// The edits of apps that administrators make. adminAction carries them out.

import { z } from 'zod';
import type { Mutation } from '../admin-action';
import { type Change, diffFields } from '../audit/change';
import { chosenIds } from '../chosen-ids';
import type { Transaction } from '../db';
import { env } from '../env';
import { Conflict, InvalidInput, Refusal } from '../errors';
import { updateRanges } from '../ip-ranges/mutations';
import { listVersionedRanges } from '../ip-ranges/queries';
import type { FieldProblem } from '../rule-fields';
import { updateUsers } from '../users/mutations';
import { listUsersGranted } from '../users/queries';
import { versioned } from '../versioned';
import { createApps, deleteApps, updateApps } from './mutations';
import { PortsInUse, reservedUpstream } from './port-conflicts';
import { getApp, listVersionedApps, type VersionedApp } from './queries';
import { reservedPorts } from './reserved-ports';
import { type AppRule, appFields, appSchema, reservedPort } from './schema';
import { UPSTREAM_OFFSET } from './upstreams';

export const CreateApp = {
  role: 'editor',
  input: appSchema,
  fields: appFields,
  write: async (tx, rule) => {
    await requireSound(tx, rule, null);
    return createApps(tx, [rule]);
  },
} satisfies Mutation<typeof appSchema>;

const update = versioned(appSchema);

export const UpdateApp = {
  role: 'editor',
  input: update,
  fields: appFields,
  write: async (tx, { id, version, value }) => {
    const stored = await getApp(tx, id);
    if (stored.version !== version) throw new Conflict('App', id, stored.rule, stored.version);
    await requireSound(tx, value, id);
    return change(tx, [stored], () => value);
  },
} satisfies Mutation<typeof update>;

const selection = z.object({ ids: chosenIds });

/** Whoever they are granted to loses them. */
export const DeleteApps = {
  role: 'editor',
  input: selection,
  write: async (tx, { ids }) => {
    const apps = await selected(tx, ids);
    const revoked = await revokeApps(tx, apps);
    const deleted = await deleteApps(
      tx,
      apps.map(({ id, rule }) => ({ id, rule })),
    );
    return [...deleted, ...revoked];
  },
} satisfies Mutation<typeof selection>;

const enabling = z.object({ ids: chosenIds, enabled: z.boolean() });

export const EnableApps = {
  role: 'editor',
  input: enabling,
  write: async (tx, { ids, enabled }) =>
    change(tx, await selected(tx, ids), (rule) => ({ ...rule, enabled })),
} satisfies Mutation<typeof enabling>;

const { maintenance, maintenanceMessage, maintenanceUntil } = appSchema.in.shape;
const maintaining = z.object({ ids: chosenIds, maintenance, maintenanceMessage, maintenanceUntil });

/** Puts apps under maintenance, or in use again: what was said for it then goes too. */
export const MaintainApps = {
  role: 'editor',
  input: maintaining,
  fields: ['maintenance', 'maintenanceMessage', 'maintenanceUntil'],
  write: async (tx, { ids, maintenance: begins, ...given }) => {
    const until = begins ? (given.maintenanceUntil ?? null) : null;
    if (until !== null && Date.parse(until) <= Date.now()) {
      throw new InvalidInput([
        { path: ['maintenanceUntil'], code: 'MAINTENANCE_OVER', params: {}, words: 'apps' },
      ]);
    }
    const after = {
      maintenance: begins,
      maintenanceMessage: begins ? given.maintenanceMessage : '',
      maintenanceUntil: until,
    };
    return change(tx, await selected(tx, ids), (rule) => ({ ...rule, ...after }));
  },
} satisfies Mutation<typeof maintaining>;

async function selected(tx: Transaction, ids: readonly number[]): Promise<VersionedApp[]> {
  const apps = await listVersionedApps(tx, ids);
  if (apps.length === 0) throw new Refusal('NOT_FOUND');
  return apps;
}

/** Writes the apps that become different. */
async function change(
  tx: Transaction,
  apps: readonly VersionedApp[],
  next: (rule: AppRule) => AppRule,
): Promise<Change[]> {
  const updates = apps
    .map(({ id, rule }) => ({ id, before: rule, after: next(rule) }))
    .filter(({ before, after }) => diffFields(before, after).length > 0);
  return updates.length > 0 ? updateApps(tx, updates) : [];
}

/** So many ranges are changed at a time. */
const RANGES_AT_ONCE = 5000;

/** Takes the apps from all users and ranges that have them. */
async function revokeApps(tx: Transaction, apps: readonly VersionedApp[]): Promise<Change[]> {
  const appIds = apps.map(({ id }) => id);
  const slugs = new Set(apps.map(({ rule }) => rule.slug));
  const without = <Rule extends { apps: string[] }>({ id, rule }: { id: number; rule: Rule }) => ({
    ...{ id, before: rule },
    after: { ...rule, apps: rule.apps.filter((slug) => !slugs.has(slug)) },
  });
  const changes = await updateUsers(tx, (await listUsersGranted(tx, appIds)).map(without));
  const granted = await tx.ipRangeApp.findMany({
    where: { appId: { in: appIds } },
    select: { rangeId: true },
    distinct: ['rangeId'],
  });
  const rangeIds = granted.map(({ rangeId }) => rangeId);
  for (let i = 0; i < rangeIds.length; i += RANGES_AT_ONCE) {
    const ranges = await listVersionedRanges(tx, rangeIds.slice(i, i + RANGES_AT_ONCE));
    for (const made of await updateRanges(tx, ranges.map(without))) changes.push(made);
  }
  return changes;
}

/** Throws InvalidInput where the app's slug or place is that of another one than `id`, or its port is Sluice's own. */
async function requireSound(tx: Transaction, app: AppRule, id: number | null): Promise<void> {
  const problems: FieldProblem[] = [];
  const others = { id: { not: id ?? -1 } };
  const namesake = await tx.app.findFirst({ where: { slug: app.slug, ...others }, select: { name: true } });
  if (namesake) {
    const params = { slug: app.slug, name: namesake.name };
    problems.push({ path: ['slug'], code: 'SLUG_TAKEN', params, words: 'apps' });
  }
  const reserved = reservedPorts(env());
  const variable = reservedPort(app, reserved);
  const neighbour = await tx.app.findFirst({
    where: { host: app.host, port: app.port, ...others },
    select: { name: true },
  });
  if (variable || neighbour) {
    const params = {
      port: String(app.port),
      owner: neighbour?.name ?? '',
      variable: variable ?? '',
      free: String(await nextFreePort(tx, app)),
    };
    problems.push({
      path: ['port'],
      code: variable ? 'PORT_OF_SLUICE' : 'PORT_IN_USE',
      params,
      words: 'apps',
    });
  }
  const ports = new PortsInUse(await tx.app.findMany({ where: others, select: placed }));
  for (const { field, code, params } of ports.conflictsOf(app)) {
    problems.push({ path: [field], code, params, words: 'rules' });
  }
  const listens = reservedUpstream(app, reserved);
  if (listens)
    problems.push({ path: ['upstream'], code: 'UPSTREAM_RESERVED', params: listens, words: 'rules' });
  if (problems.length > 0) throw new InvalidInput(problems);
}

const placed = { slug: true, host: true, port: true, upstream: true, guarded: true } as const;

/** Where Streamlit's own ports begin. */
const FIRST_PORT = 8501;
const LAST_PORT = 65535;
/** Above it there is no room for the program 10,000 higher. */
const HIGHEST_GUARDED = LAST_PORT - UPSTREAM_OFFSET;

/** The first port from the app's own (or 8501) on that no app has on that host and Sluice does not need. */
export async function nextFreePort(
  db: Pick<Transaction, 'app'>,
  { host, port }: Pick<AppRule, 'host' | 'port'> = { host: null, port: FIRST_PORT },
): Promise<number> {
  const apps = await db.app.findMany({ select: placed });
  const taken = new Set(apps.filter((app) => app.host === host).map((app) => app.port));
  const ports = new PortsInUse(apps);
  const isFree = (candidate: number) =>
    !taken.has(candidate) &&
    (host !== null || (candidate <= HIGHEST_GUARDED && ports.isFree(candidate))) &&
    !reservedPort({ host, port: candidate }, reservedPorts(env()));
  for (let candidate = port; candidate <= LAST_PORT; candidate++) if (isFree(candidate)) return candidate;
  for (let candidate = FIRST_PORT; candidate < port; candidate++) if (isFree(candidate)) return candidate;
  return port;
}
