// The database, before visitors come: its schema, and the rules of the demo.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isSeq, parseDocument } from 'yaml';
import { newToken, tokenHash } from '@/lib/auth/secret-token';
import { countAdmins, linkUrl, storeLink } from '@/lib/auth/sign-in-links';
import { dashboardOrigin } from '@/lib/dashboard-url';
import { databaseProblemText, diagnoseDatabase, findDatabaseProblem } from '@/lib/database-error';
import { openDatabase } from '@/lib/db';
import type { Env } from '@/lib/env';
import { homeDir } from '@/lib/env';
import { localeFromTerminal } from '@/lib/i18n';
import { deployMigrations } from '@/lib/migrations';
import { type DemoApp, RULES, type Words } from './demo';
import { StartError } from './start-error';

/** Applies what is missing of the schema. Returns what there is to tell; a database that cannot be used is a StartError. */
export async function migrate({ databaseUrl }: Env, words: Words): Promise<string[]> {
  const migrated = await deployMigrations(databaseUrl).catch(async (error: unknown) => {
    // Prisma's migration engine hides what SQLite says: where it fails, the database itself is asked.
    const problem = findDatabaseProblem(error) ?? (await diagnoseDatabase(databaseUrl));
    throw problem ? new StartError(databaseProblemText(problem, localeFromTerminal())) : error;
  });
  return migrated.length > 0 ? [words('migrated', { names: migrated.join(', ') })] : [];
}

/** Says how to begin where there are no rules yet. */
export async function firstRuleHint(env: Env, words: Words): Promise<string[]> {
  const db = openDatabase(env.databaseUrl);
  const ranges = await db.ipRange.count().finally(() => db.$disconnect());
  return ranges === 0 ? [words('firstRule')] : [];
}

/** A new link that makes the first administrator, while nobody who could sign in is one; the one before it dies. */
export async function firstAdminLink(env: Env): Promise<string | null> {
  const db = openDatabase(env.databaseUrl);
  try {
    if ((await countAdmins(db)) > 0) return null;
    const token = newToken();
    await db.$transaction((tx) => storeLink(tx, tokenHash(token), null));
    return linkUrl(dashboardOrigin(env), token);
  } finally {
    await db.$disconnect();
  }
}

/**
 * Applies the demo's rules to a database without apps; anybody's own rules are left alone. Returns what there is to tell.
 */
export async function applyDemoRules(env: Env, apps: DemoApp[], words: Words): Promise<string[]> {
  const db = openDatabase(env.databaseUrl);
  const registered = await db.app
    .findMany({ select: { slug: true, port: true } })
    .finally(() => db.$disconnect());
  if (registered.length > 0) return [words('demoRulesKept'), ...differingPorts(apps, registered, words)];
  const file = join(env.dataDir, 'run', 'demo-rules.yaml');
  writeFileSync(file, rulesWithPorts(readFileSync(RULES, 'utf8'), apps));
  try {
    await promisify(execFile)(process.execPath, [join(homeDir, 'bin', 'sluice'), 'apply', file]);
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    throw new StartError(`${stdout}${stderr}\n${words('demoRulesFailed')}`);
  }
  return [words('demoRules')];
}

/** The rules file with the apps' ports replaced; everything else stays as it is written. */
export function rulesWithPorts(rules: string, apps: DemoApp[]): string {
  const document = parseDocument(rules);
  const list = document.get('apps');
  if (!isSeq(list)) throw new Error('examples/rules.yaml has no list of apps');
  list.items.forEach((_, i) => {
    const app = apps.find(({ slug }) => slug === document.getIn(['apps', i, 'slug']));
    if (app) document.setIn(['apps', i, 'port'], app.port);
  });
  return document.toString();
}

/** A redirect to a port where nothing listens would be puzzling: say so. */
function differingPorts(
  apps: DemoApp[],
  registered: { slug: string; port: number }[],
  words: Words,
): string[] {
  const first = apps[0];
  return apps.flatMap(({ slug, port }) => {
    const rule = registered.find((app) => app.slug === slug);
    if (!rule || !first || rule.port === port) return [];
    const base = String(rule.port - (port - first.port));
    return words('demoPortDiffers', { slug, registered: String(rule.port), port: String(port), base });
  });
}
