// A run as a whole.

import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messages } from '@/messages/messages';
import type { Check } from './check';
import { checks } from './checks';
import { publicHosts } from './checks/public-hosts';
import { codes, environment } from './doctor-fixture';
import { readLastReport, writeLastReport } from './last-report';
import { countStatuses, speak, worstStatus } from './report';
import { runDoctor } from './run-doctor';

describe('a run', () => {
  const fake = (name: Check['name'], run: Check['run'], timeout = 5000): Check => ({
    name,
    group: 'data',
    run,
    timeout,
  });

  test('goes on where a check throws or hangs, in the order of the checks', async () => {
    const report = await runDoctor({
      env: await environment(),
      locale: 'en',
      checks: [
        fake('backup', () => new Promise(() => {}), 50),
        { ...fake('database', async () => []), blocking: true },
        fake('disk', async () => {
          throw new Error('no such thing');
        }),
        fake('clock', async () => [{ status: 'pass', code: 'CLOCK_SYNCHRONISED' }]),
      ],
    });
    expect(report.results.map(({ name }) => name)).toEqual(['backup', 'database', 'disk', 'clock']);
    expect(report.results.flatMap(({ findings }) => codes(findings))).toEqual([
      'fail TIMED_OUT',
      'fail CRASHED',
      'pass CLOCK_SYNCHRONISED',
    ]);
    expect([worstStatus(report.results), countStatuses(report.results)]).toEqual([
      'fail',
      { pass: 1, warn: 0, fail: 2 },
    ]);
  });

  test('offline leaves out what asks others', async () => {
    const online = { ...fake('npmAudit', async () => []), online: true };
    const options = { env: await environment(), locale: 'en' as const, checks: [online] };
    expect((await runDoctor({ ...options, offline: true })).results).toEqual([]);
    expect((await runDoctor(options)).results).toHaveLength(1);
  });

  test('the last report is kept for its owner alone; a damaged or foreign one counts as none', async () => {
    const env = await environment();
    expect(await readLastReport(env)).toBeNull();
    const report = await runDoctor({ env, locale: 'en', checks: [publicHosts] });
    await writeLastReport(env, report);
    expect(await readLastReport(env)).toEqual(report);
    const path = join(env.dataDir, 'run', 'doctor.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(env.dataDir, 'run'))).toEqual(['doctor.json']);
    writeFileSync(
      path,
      JSON.stringify({ ...report, results: [{ name: 'another', group: 'data', findings: [] }] }),
    );
    expect(await readLastReport(env)).toBeNull();
  });

  test('a finding is told in either language, with what to do about it', () => {
    const params = { name: 'CN=x', days: 12 };
    const findings = [
      { status: 'warn' as const, code: 'TLS_ENDS_SOON' as const, params },
      { status: 'pass' as const, code: 'TLS_GOOD' as const, params },
    ];
    for (const [locale, title] of [
      ['en', 'Certificate'],
      ['ko', '인증서'],
    ] as const) {
      const [soon, good] = speak([{ name: 'tls', group: 'nginx', findings }], locale);
      expect(soon).toMatchObject({ title, status: 'warn', detail: expect.stringMatching(/CN=x.*12/) });
      expect([soon?.remedy, good?.remedy]).toEqual([expect.stringMatching(/sluice nginx reload/), null]);
    }
  });

  test('every check has its words once', () => {
    const names = checks.map(({ name }) => name);
    expect([...names].sort()).toEqual(Object.keys(messages.en.doctor.check).sort());
  });
});
