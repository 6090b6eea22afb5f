// The Python of the demo's apps: a virtual environment of the project's own.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { longStep } from './long-step.mjs';
import { SetupError, say } from './say.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

const CANDIDATES = ['python3', '/usr/bin/python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
const USABLE = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';

/** The first Python that is new enough and can make a virtual environment; undefined when there is none. */
export function findPython() {
  return CANDIDATES.find((candidate) => {
    try {
      execFileSync(candidate, ['-c', USABLE], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Makes `.venv` and installs examples/requirements.txt, unless that is done.
 *
 * @param {{ root: string, logs: string }} folders
 */
export async function prepareDemoApps({ root, logs }) {
  const venv = join(root, '.venv');
  const stamp = join(venv, '.sluice-stamp');
  const python = join(venv, 'bin', 'python');
  // The interpreter that .venv points at may be gone after an upgrade of the system.
  if (!existsSync(python)) rmSync(stamp, { force: true });
  await unlessStamped({
    stamp,
    hash: hashOf({ root, paths: ['examples/requirements.txt'] }),
    step: async () => {
      const base = findPython();
      if (!base) {
        throw new SetupError(
          say(
            'The demo’s apps need Python 3.11 or newer with its venv module (on Debian or Ubuntu: apt-get install python3-venv).',
            '데모 앱에는 venv 모듈이 있는 Python 3.11 이상이 필요합니다(Debian·Ubuntu: apt-get install python3-venv).',
          ),
        );
      }
      await longStep({
        title: say('Making the demo’s Python environment', '데모용 Python 환경 만들기'),
        file: base,
        args: ['-m', 'venv', '--clear', venv],
        log: join(logs, 'venv.log'),
      });
      await longStep({
        title: say('Installing Streamlit', 'Streamlit 설치'),
        file: python,
        args: [
          ...['-m', 'pip', 'install', '--retries', '1', '--disable-pip-version-check'],
          ...[
            '--no-input',
            '--only-binary',
            ':all:',
            '--no-deps',
            '-r',
            join(root, 'examples', 'requirements.txt'),
          ],
        ],
        log: join(logs, 'pip.log'),
      });
    },
  });
}
