// Programs that come from the system's package manager, by what they are for. Run on its own it installs those of the
// purposes it is given: `node bin/system-packages.mjs start test`.
import './setup/check-node.mjs';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './setup/chromium.mjs';
import { longStep } from './setup/long-step.mjs';
import { findPython } from './setup/python.mjs';
import { SetupError, say } from './setup/say.mjs';

/** Debian's package, and how to tell that what is wanted from it is already here, whoever installed it. */
const PACKAGES = {
  nginx: { package: 'nginx-light', isHere: () => hasProgram('nginx') },
  openssl: { package: 'openssl', isHere: () => hasProgram('openssl') },
  chromium: { package: 'chromium-headless-shell', isHere: () => findChromium() !== undefined },
  koreanFont: { package: 'fonts-noto-cjk', isHere: hasKoreanFont },
  postgresql: { package: 'postgresql', isHere: hasPostgresqlServer },
  systemd: { package: 'systemd', isHere: () => hasProgram('systemd-analyze') },
  python: { package: 'python3-venv', isHere: () => findPython() !== undefined },
  nftables: { package: 'nftables', isHere: () => hasProgram('nft') },
  iproute2: { package: 'iproute2', isHere: () => hasProgram('ip') },
  wrk: { package: 'wrk', isHere: () => hasProgram('wrk') },
  django: { package: 'python3-django', isHere: () => hasPythonModule('django') },
  waitress: { package: 'python3-waitress', isHere: () => hasPythonModule('waitress') },
};

const PURPOSES = {
  start: ['nginx'],
  demo: ['nginx', 'python'],
  test: [
    'nginx',
    'openssl',
    'python',
    'chromium',
    'koreanFont',
    'postgresql',
    'nftables',
    'iproute2',
    'systemd',
  ],
  bench: ['nginx', 'python', 'wrk', 'django', 'waitress'],
};

/** Where programs are: PATH, and the folders of daemons, which an ordinary account often has not in its PATH. */
function hasProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasKoreanFont() {
  try {
    return (
      execFileSync('fc-list', [':lang=ko'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) !== ''
    );
  } catch {
    return false;
  }
}

function hasPostgresqlServer() {
  const base = '/usr/lib/postgresql';
  return (
    existsSync(base) && readdirSync(base).some((version) => existsSync(join(base, version, 'bin', 'initdb')))
  );
}

/** Debian's Python: the one whose modules come in packages. */
function hasPythonModule(name) {
  try {
    execFileSync('/usr/bin/python3', ['-c', `import ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * The packages that have to be installed for the purposes.
 *
 * @param {string[]} purposes
 */
export function missingPackages(purposes) {
  const wanted = new Set(purposes.flatMap((purpose) => PURPOSES[purpose]));
  return [...wanted]
    .map((name) => PACKAGES[name])
    .filter(({ isHere }) => !isHere())
    .map((entry) => entry.package);
}

/** How this account gets root's rights without being asked for a password; undefined when it can't. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}

/**
 * Installs what is missing for the purposes with apt-get and says so first; throws a SetupError with the line to type where
 * it may not or can't.
 *
 * @param {string[]} purposes of `start`, `demo`, `test`, `bench`
 * @param {{ logs: string }} folders
 */
export async function installSystemPackages(purposes, { logs }) {
  const missing = missingPackages(purposes);
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!hasProgram('apt-get')) {
    throw new SetupError(
      say(
        `These programs are missing, and there is no apt-get here to install them with. Their Debian packages are: ${missing.join(', ')}. Install them with this system’s package manager.`,
        `필요한 프로그램이 없고, 설치에 쓸 apt-get도 없습니다. Debian 패키지 이름은 다음과 같습니다: ${missing.join(', ')}. 이 시스템의 패키지 관리자로 설치해 주세요.`,
      ),
    );
  }
  const prefix = rootPrefix();
  if (!prefix) {
    throw new SetupError(
      say(
        `Some system packages are missing, and this account may not install them. Run this, then try again:\n\n  sudo ${line}\n`,
        `시스템 패키지가 부족하지만, 이 계정에는 설치 권한이 없습니다. 아래 명령을 실행한 뒤 다시 시도해 주세요.\n\n  sudo ${line}\n`,
      ),
    );
  }
  console.log(say('Missing system packages; running:', '부족한 시스템 패키지를 다음 명령으로 설치합니다:'));
  console.log(`  ${[...prefix, line].join(' ')}`);
  const [file, ...args] = [
    ...prefix,
    'sh',
    join(import.meta.dirname, 'setup', 'install-packages.sh'),
    ...missing,
  ];
  await longStep({
    title: say('Installing system packages', '시스템 패키지 설치'),
    file,
    args,
    log: join(logs, 'apt.log'),
  });
  const stillMissing = missingPackages(purposes);
  if (stillMissing.length > 0) {
    throw new SetupError(
      say(
        `apt-get reported success, but this is still not usable: ${stillMissing.join(', ')}`,
        `apt-get은 성공했지만 아직 사용할 수 없습니다: ${stillMissing.join(', ')}`,
      ),
    );
  }
}

if (process.argv[1] === import.meta.filename) {
  const purposes = process.argv.slice(2);
  const unknown = purposes.filter((purpose) => !(purpose in PURPOSES));
  if (purposes.length === 0 || unknown.length > 0) {
    console.error(`node bin/system-packages.mjs ${Object.keys(PURPOSES).join(' | ')} …`);
    process.exit(2);
  }
  const { orExplain } = await import('./setup/explain.mjs');
  await orExplain(() =>
    installSystemPackages(purposes, { logs: join(import.meta.dirname, '..', 'data', 'logs') }),
  );
}
