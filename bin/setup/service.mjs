// What the long-running processes beside the portal have in common: how they start, and an orderly end.
import { join } from 'node:path';
import { program } from './programs.mjs';

/**
 * Starts a service and stops it at SIGTERM or SIGINT.
 *
 * @param {'guard' | 'keeper'} name
 * @param {(module: object) => Promise<{ stop: () => Promise<void> }>} start
 */
export async function runService(name, start) {
  process.env.SLUICE_HOME ??= join(import.meta.dirname, '..', '..');
  const service = await start(await program(name));
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      await service.stop();
      process.exit(0);
    });
  }
}
