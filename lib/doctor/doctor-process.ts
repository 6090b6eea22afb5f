// The doctor in a process of its own: `sluice doctor`. A check of the whole database would hold visitors up.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { env, homeDir } from '../env';
import { readLastReport } from './last-report';
import type { DoctorReport } from './report';

export type DoctorOutcome =
  | { ok: true; report: DoctorReport }
  /** What the process said instead of a result. */
  | { ok: false; detail: string };

/** Runs it and resolves when it has ended; what it found is also the last report from then on. */
export async function doctorProcess({
  offline = false,
  signal,
}: {
  offline?: boolean;
  signal?: AbortSignal;
} = {}): Promise<DoctorOutcome> {
  const started = Date.now();
  const { NODE_OPTIONS: _, ...variables } = process.env;
  const program = join(/* turbopackIgnore: true */ homeDir, 'bin', 'sluice');
  const child = spawn(process.execPath, [program, 'doctor', '--json', ...(offline ? ['--offline'] : [])], {
    env: { ...variables, SLUICE_HOME: homeDir },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  const failed = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)));
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve('')));
  const [said, trouble] = await Promise.all([text(child.stderr), Promise.race([failed, ended])]);
  const report = await readLastReport(env());
  if (report && report.at >= started) return { ok: true, report };
  return { ok: false, detail: (trouble || said).trim().split('\n').at(-1) ?? '' };
}
