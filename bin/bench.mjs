// npm run bench: sets up what is missing, then measures (bench/main.ts).
import './setup/check-node.mjs';
import { dirname } from 'node:path';
import { orExplain } from './setup/explain.mjs';
import { setup } from './setup.mjs';

process.env.SLUICE_HOME ??= dirname(import.meta.dirname);
await orExplain(async () => {
  await setup(['start', 'bench']);
  const { register } = await import('tsx/esm/api');
  register();
  await import('../bench/main.ts');
});
