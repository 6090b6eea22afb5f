// `npm start` and `npm run demo`: sets up what is left to set up, then runs the supervisor in this process.
import './setup/check-node.mjs';
import { join } from 'node:path';
import { orExplain } from './setup/explain.mjs';
import { say } from './setup/say.mjs';
import { setup } from './setup.mjs';

const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo');
if (unknown.length > 0) {
  console.error(
    say(
      `Unknown argument ${unknown[0]}. There is one: --demo. Everything else is set by variables (see README).`,
      `알 수 없는 인수입니다: ${unknown[0]}. 사용할 수 있는 인수는 --demo뿐이며, 나머지는 환경 변수로 설정합니다(README 참고).`,
    ),
  );
  process.exit(2);
}
const demo = process.argv.includes('--demo');

const root = join(import.meta.dirname, '..');
process.chdir(root);
process.env.SLUICE_HOME ??= root;

await orExplain(() => setup([demo ? 'demo' : 'start']));
const { program } = await import('./setup/programs.mjs');
const { supervise } = await program('supervise');
process.exit(await supervise({ demo }));
