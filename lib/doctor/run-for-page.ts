// A run that somebody asked the dashboard for. One at a time: who asks meanwhile waits for the same one.

import { setTimeout as sleep } from 'node:timers/promises';
import { type DoctorOutcome, doctorProcess } from './doctor-process';

/** Less than the minute that Nginx waits for the portal, in ms. */
const PATIENCE = 50_000;

const shared = globalThis as { sluiceDoctor?: Promise<DoctorOutcome> };

/** Resolves to what came of it, or says that it goes on after the answer. */
export async function runForPage(): Promise<DoctorOutcome | 'still running'> {
  shared.sluiceDoctor ??= doctorProcess().finally(() => {
    shared.sluiceDoctor = undefined;
  });
  return Promise.race([shared.sluiceDoctor, sleep(PATIENCE, 'still running' as const, { ref: false })]);
}
