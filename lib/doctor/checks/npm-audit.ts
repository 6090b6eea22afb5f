import { execFile } from 'node:child_process';
import { type Check, type Finding, fail, pass, warn } from '../check';

const TIMEOUT = 15_000;
const SEVERITIES = ['critical', 'high', 'moderate', 'low'] as const;

/** What npm knows today of the installed packages, where it can be reached. That it can't is worth a note, no more. */
export const npmAudit: Check = {
  name: 'npmAudit',
  group: 'versions',
  timeout: TIMEOUT + 5000,
  online: true,
  run: async ({ home }) => [auditFinding(await runAudit(home))],
};

function runAudit(cwd: string): Promise<string> {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', `--fetch-timeout=${TIMEOUT - 3000}`];
  return new Promise((resolve) => {
    // Its exit code is 1 where it found something: what it says counts.
    execFile('npm', args, { cwd, timeout: TIMEOUT, maxBuffer: 16 * 1024 * 1024 }, (_, stdout) =>
      resolve(stdout),
    );
  });
}

type Report = {
  metadata?: { vulnerabilities?: Partial<Record<(typeof SEVERITIES)[number], number>> };
  vulnerabilities?: Record<string, { severity: string; isDirect?: boolean }>;
};

/** What to make of the report, or of what came instead of one. */
export function auditFinding(json: string): Finding {
  let report: Report;
  try {
    report = JSON.parse(json) as Report;
  } catch {
    return pass('AUDIT_UNREACHABLE');
  }
  const counts = report.metadata?.vulnerabilities;
  if (!counts) return pass('AUDIT_UNREACHABLE');
  const found = SEVERITIES.filter((severity) => (counts[severity] ?? 0) > 0);
  if (found.length === 0) return pass('AUDIT_CLEAN');
  const packages = Object.keys(report.vulnerabilities ?? {}).join(', ');
  const numbers = found.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const isGrave = found.includes('critical') || found.includes('high');
  return (isGrave ? fail : warn)('AUDIT_FOUND', { numbers, packages });
}
