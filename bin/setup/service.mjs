// What the long-running processes beside the portal have in common: TypeScript through tsx, and an orderly end.
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

const home = join(import.meta.dirname, '..', '..');

/**
 * Starts a service and stops it at SIGTERM or SIGINT.
 *
 * @param {() => Promise<{ stop: () => Promise<void> }>} start
 */
export async function runService(start) {
  process.env.SLUICE_HOME ??= home;
  register({ tsconfig: join(home, 'tsconfig.json') });
  const service = await start();
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
