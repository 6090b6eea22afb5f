// What the image runs: the supervisor without setting up, which the image has been. PROXY_SECRET and AUTH_SECRET come from outside.
import '../bin/setup/check-node.mjs';
import { join } from 'node:path';
import { program } from '../bin/setup/programs.mjs';

const root = join(import.meta.dirname, '..');
process.chdir(root);
process.env.SLUICE_HOME ??= root;
const { supervise } = await program('supervise');
process.exit(await supervise({ demo: false }));
