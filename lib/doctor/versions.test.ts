// Known holes in old versions.

import { describe, expect, test } from 'vitest';
import { homeDir } from '@/lib/env';
import { type AdvisoryList, shippedAdvisories } from './advisories';
import { advisories, advisoryFindings } from './checks/advisories';
import { auditFinding } from './checks/npm-audit';
import { codes, found } from './doctor-fixture';
import { installedVersions } from './installed';
import { compareVersions } from './versions';

describe('versions', () => {
  test('are compared by their numbers', () => {
    expect(compareVersions('1.9.0', '1.10')).toBe(-1);
    expect(compareVersions('v22.23.4', '22.23.4')).toBe(0);
    expect(compareVersions('1.0', '1.0.0')).toBe(0);
    expect(compareVersions('5.0.0-beta.3', '4.9.9')).toBe(1);
  });

  test('this release’s own packages have none of the holes that it ships a list of', async () => {
    const names = shippedAdvisories.advisories.map((advisory) => advisory.package);
    const installed = (await installedVersions(homeDir, names)).filter(
      ({ ecosystem }) => ecosystem === 'npm',
    );
    expect(installed.map((entry) => entry.package)).toEqual(expect.arrayContaining(['next', 'next-auth']));
    const now = Date.parse(shippedAdvisories.date);
    expect(codes(await advisoryFindings(installed, shippedAdvisories, now))).toEqual(['pass NO_KNOWN_HOLES']);
  });

  test('Nginx and Node are among what is looked at', async () => {
    const installed = await installedVersions(homeDir, []);
    expect(installed.map((entry) => entry.package)).toEqual(expect.arrayContaining(['node', 'nginx']));
    expect((await found(advisories)).length).toBeGreaterThan(0);
  });

  test('an old version fails with what to update to; a lesser hole warns', async () => {
    const now = Date.parse(shippedAdvisories.date);
    const of = (installed: Parameters<typeof advisoryFindings>[0][number]) =>
      advisoryFindings([installed], shippedAdvisories, now);
    expect(await of({ package: 'next', version: '16.2.4', ecosystem: 'npm' })).toMatchObject([
      { status: 'fail', code: 'KNOWN_HOLE', params: { package: 'next', version: '16.2.4', fixed: '16.3.3' } },
    ]);
    expect(codes(await of({ package: 'streamlit', version: '1.53.1', ecosystem: 'pypi' }))).toEqual([
      'warn KNOWN_HOLE',
    ]);
    expect(codes(await of({ package: 'node', version: '20.20.2', ecosystem: 'node' }))).toEqual([
      'warn NODE_UNSUPPORTED',
    ]);
    expect(codes(await of({ package: 'node', version: '22.23.3', ecosystem: 'node' }))).toEqual([
      'fail KNOWN_HOLE',
    ]);
    expect(codes(await of({ package: 'nginx', version: '1.29.5', ecosystem: 'nginx' }))).toEqual([
      'fail KNOWN_HOLE',
    ]);
    expect(codes(await of({ package: 'nginx', version: '1.31.9', ecosystem: 'nginx' }))).toEqual([
      'pass NO_KNOWN_HOLES',
    ]);
  });

  test('Debian’s fixes are counted as Debian counts', async () => {
    const now = Date.parse(shippedAdvisories.date);
    const of = async (version: string) =>
      codes(
        await advisoryFindings([{ package: 'nginx', version, ecosystem: 'debian' }], shippedAdvisories, now),
      );
    expect(await of('1.22.1-9+deb12u11')).toEqual(['pass NO_KNOWN_HOLES']);
    expect(await of('1.22.1-9+deb12u9')).toEqual(['fail KNOWN_HOLE']);
    expect(await of('1.22.1-9')).toEqual(['fail KNOWN_HOLE']);
  });

  test('a list that is half a year old says so', async () => {
    const old: AdvisoryList = { ...shippedAdvisories, date: '2026-01-01' };
    expect(codes(await advisoryFindings([], old, Date.parse('2026-09-01')))).toEqual(['warn ADVISORIES_OLD']);
  });

  test('what npm audit says, or does not say', () => {
    const report = (counts: Record<string, number>) =>
      auditFinding(
        JSON.stringify({
          metadata: { vulnerabilities: counts },
          vulnerabilities: { next: { severity: 'high' } },
        }),
      );
    expect(report({ critical: 0, high: 0, moderate: 0, low: 0 }).code).toBe('AUDIT_CLEAN');
    expect(report({ high: 1, low: 2 })).toMatchObject({
      status: 'fail',
      params: { numbers: '1 high, 2 low', packages: 'next' },
    });
    expect(report({ moderate: 1 }).status).toBe('warn');
    for (const text of ['', 'ENOTFOUND', '{"error":{"code":"ENOAUDIT"}}']) {
      expect(auditFinding(text)).toMatchObject({ status: 'pass', code: 'AUDIT_UNREACHABLE' });
    }
  });
});
