// What the image runs: the supervisor without setting up, which the image has been. PROXY_SECRET and AUTH_SECRET come from outside.
import '../bin/setup/check-node.mjs';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

const root = join(import.meta.dirname, '..');
process.chdir(root);
process.env.SLUICE_HOME ??= root;
register({ tsconfig: join(root, 'tsconfig.json') });
const { supervise } = await import('../bin/supervise.ts');
process.exit(await supervise({ demo: false }));
