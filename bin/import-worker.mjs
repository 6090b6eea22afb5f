// Checks or applies one uploaded file; started by the portal (lib/import/imports.ts), which says what to do on standard input.
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { program } from './setup/programs.mjs';

process.env.SLUICE_HOME ??= join(import.meta.dirname, '..');
const { runImportTask } = await program('import-worker');
await runImportTask(await json(process.stdin));
// Connections that are still open must not keep it alive.
process.exit();
