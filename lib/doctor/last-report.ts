// The last result, kept for the dashboard. Every run writes it: the command's, the one at the start, the page's own.

import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Env } from '@/lib/env';
import { type DoctorReport, doctorReport } from './report';

const pathOf = ({ dataDir }: Pick<Env, 'dataDir'>) => join(dataDir, 'run', 'doctor.json');

/** Replaces it in one step. What root writes belongs to whoever the data folder belongs to: Sluice's own account. */
export async function writeLastReport(env: Pick<Env, 'dataDir'>, report: DoctorReport): Promise<void> {
  const path = pathOf(env);
  const next = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(next, JSON.stringify(report), { mode: 0o600 });
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(env.dataDir);
      await chown(next, uid, gid);
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

/** The last result; null where there is none, or one of another release's. */
export async function readLastReport(env: Pick<Env, 'dataDir'>): Promise<DoctorReport | null> {
  try {
    const parsed = doctorReport.safeParse(JSON.parse(await readFile(pathOf(env), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
