// A thread of the portal (lib/thread.ts); it is told which of the programs it runs.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { program } from './setup/programs.mjs';

process.env.SLUICE_HOME ??= join(import.meta.dirname, '..');
const { answer } = await program(workerData.program);
answer(parentPort, workerData);
