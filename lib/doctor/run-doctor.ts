// One run of all checks, side by side, each with its own time.

import { existsSync } from 'node:fs';
import { databaseProblemText, findDatabaseProblem } from '@/lib/database-error';
import { type Database, openDatabase, providerOf } from '@/lib/db';
import { type Env, homeDir } from '@/lib/env';
import type { Locale } from '@/lib/i18n';
import type { RuleTable } from '@/lib/routing/table';
import { RuleTableFollower } from '@/lib/rule-table';
import { type Check, type DoctorContext, type Finding, fail } from './check';
import { checks as allChecks } from './checks';
import type { CheckResult, DoctorReport } from './report';

export type DoctorOptions = {
  env: Env;
  /** For what a check could only say in somebody's words: the database's problems. */
  locale: Locale;
  home?: string;
  now?: number;
  /** Without those that ask somebody outside this machine. */
  offline?: boolean;
  checks?: readonly Check[];
};

/** How long a check may take that says nothing about it, in ms. */
const TIMEOUT = 20_000;

/** Runs the checks. None can keep the others from their results: what throws or takes too long has failed. */
export async function runDoctor({
  env,
  locale,
  home = homeDir,
  now = Date.now(),
  offline = false,
  checks = allChecks,
}: DoctorOptions): Promise<DoctorReport> {
  const started = performance.now();
  let db: Database | undefined;
  let table: Promise<RuleTable> | undefined;
  const context: DoctorContext = {
    ...{ env, home, now },
    async database() {
      requireDatabaseFile(env);
      db ??= openDatabase(env.databaseUrl);
      return db;
    },
    async rules() {
      requireDatabaseFile(env);
      table ??= readRules(env);
      return table;
    },
  };
  try {
    const wanted = checks.filter(({ online }) => !(offline && online));
    const together = (list: readonly Check[]) =>
      Promise.all(list.map((check) => resultOf(check, context, locale)));
    const results = [
      ...(await together(wanted.filter(({ blocking }) => !blocking))),
      // Those would make the others seem late.
      ...(await together(wanted.filter(({ blocking }) => blocking))),
    ];
    const place = ({ name }: CheckResult) => wanted.findIndex((check) => check.name === name);
    results.sort((a, b) => place(a) - place(b));
    return { at: now, took: Math.round(performance.now() - started), results };
  } finally {
    await db?.$disconnect();
  }
}

async function resultOf(check: Check, context: DoctorContext, locale: Locale): Promise<CheckResult> {
  const { name, group, timeout = TIMEOUT } = check;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([fail('TIMED_OUT', { seconds: Math.ceil(timeout / 1000) })]), timeout);
  });
  try {
    return { name, group, findings: await Promise.race([check.run(context), late]) };
  } catch (error) {
    const problem = findDatabaseProblem(error);
    const detail = problem ? databaseProblemText(problem, locale) : messageOf(error);
    return { name, group, findings: [fail(problem ? 'DATABASE_PROBLEM' : 'CRASHED', { detail })] };
  } finally {
    clearTimeout(timer);
  }
}

/** Opening a SQLite database makes its file; a doctor makes nothing. */
function requireDatabaseFile({ databaseUrl }: Env): void {
  if (providerOf(databaseUrl) !== 'sqlite') return;
  const path = databaseUrl.slice('file:'.length);
  if (!existsSync(path)) throw Object.assign(new Error(`${path} is not there`), { code: 'SQLITE_CANTOPEN' });
}

async function readRules({ databaseUrl, defaultLanding }: Env): Promise<RuleTable> {
  const follower = new RuleTableFollower(databaseUrl, defaultLanding);
  try {
    return (await follower.refresh()).table;
  } finally {
    await follower.stop();
  }
}

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message.split('\n')[0]! : String(error);
