import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Database, providerOf } from '@/lib/db';
import { type Check, type Finding, fail, pass, warn } from '../check';

/** So much, in ms, this machine's clock and the database's may differ, and an event may seem to come from the future. */
const TOLERANCE = 5000;

/** Rules end to the second, so the clock has to be right. */
export const clock: Check = {
  name: 'clock',
  group: 'machine',
  async run({ env, now, database }) {
    const db = await database();
    const found = [
      ...(providerOf(env.databaseUrl) === 'postgresql' ? await besideServer(db) : []),
      ...(await besideEvents(db, now)),
    ];
    const synchronised = await isSynchronised();
    if (synchronised === false) found.push(warn('CLOCK_NOT_SYNCHRONISED'));
    if (found.length > 0) return found;
    return [pass(synchronised ? 'CLOCK_SYNCHRONISED' : 'CLOCK_PLAUSIBLE')];
  },
};

async function besideServer(db: Database): Promise<Finding[]> {
  const before = Date.now();
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  const after = Date.now();
  const there = row?.now.getTime() ?? after;
  // It answered at some moment between: only what lies outside is a difference.
  const difference = Math.max(before - there, there - after, 0);
  return difference > TOLERANCE ? [fail('CLOCK_DIFFERS', { seconds: Math.round(difference / 1000) })] : [];
}

/** What was written down later than now shows that the clock has been put back, or was ahead. */
async function besideEvents(db: Database, now: number): Promise<Finding[]> {
  const [visit, change] = await Promise.all([
    db.accessEvent.findFirst({ orderBy: { id: 'desc' }, select: { at: true } }),
    db.changeEvent.findFirst({ orderBy: { id: 'desc' }, select: { at: true } }),
  ]);
  const last = Math.max(visit?.at.getTime() ?? 0, change?.at.getTime() ?? 0);
  return last > now + TOLERANCE
    ? [fail('CLOCK_BEHIND', { seconds: Math.round((last - now) / 1000), at: new Date(last).toISOString() })]
    : [];
}

/** What the system's own service for the time says; undefined where there is none. */
async function isSynchronised(): Promise<boolean | undefined> {
  const run = (file: string, args: string[]) =>
    promisify(execFile)(file, args, { timeout: 3000 }).then(
      ({ stdout }) => stdout,
      // Not installed, or no systemd runs here: nobody to ask.
      () => '',
    );
  const [systemd, chrony] = await Promise.all([
    run('timedatectl', ['show', '--property=NTPSynchronized', '--value']),
    run('chronyc', ['-c', 'tracking']),
  ]);
  if (systemd.trim() === 'yes') return true;
  if (chrony !== '') return !/Not synchronised/.test(chrony);
  return systemd.trim() === 'no' ? false : undefined;
}
