// Checks or applies one uploaded file; started by the portal (lib/import/imports.ts), which says what to do on standard input.
// TypeScript is run by tsx, as in bin/sluice.
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
process.env.SLUICE_HOME ??= home;
register({ tsconfig: join(home, 'tsconfig.json') });
const { runImportTask } = await import('../lib/import/import-worker.ts');
await runImportTask(await json(process.stdin));
// Connections that are still open must not keep it alive.
process.exit();
