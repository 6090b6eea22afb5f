// Makes a clone ready to run: packages, database clients, secrets, the built portal. Each step is skipped when it has been
// done for exactly what is here now, so this runs at every start.
//   node bin/setup.mjs            for `npm start`
//   node bin/setup.mjs demo test  for those too
import './setup/check-node.mjs';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { takeLock } from '../lib/process-lock.mjs';
import { addMissingSecrets, readDotEnv } from './setup/dot-env.mjs';
import { orExplain } from './setup/explain.mjs';
import { longStep } from './setup/long-step.mjs';
import { buildPrograms } from './setup/programs.mjs';
import { prepareDemoApps } from './setup/python.mjs';
import { SetupError, say } from './setup/say.mjs';
import { hashOf, unlessStamped } from './setup/stamp.mjs';
import { installSystemPackages } from './system-packages.mjs';

const root = join(import.meta.dirname, '..');
const dotEnv = join(root, '.env');

/** What `next build` reads. Tests are not part of it. */
const PORTAL_SOURCES = [
  ...[
    'app',
    'components',
    'lib',
    'messages',
    'public',
    'prisma/schema.prisma',
    'middleware.ts',
    'instrumentation.ts',
  ],
  ...['next.config.js', 'postcss.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json'],
];
const isNotBuilt = (path) => /\.test\.tsx?$/.test(path) || path.startsWith(join('lib', 'generated'));

/**
 * Does what is left to do for the purposes (`start`, `demo`, `test`, `bench`). Two at once take turns. Throws a SetupError that
 * says what to do.
 *
 * @param {string[]} purposes
 */
export async function setup(purposes) {
  const logs = join(resolve(root, process.env.DATA_DIR || readDotEnv(dotEnv).DATA_DIR || 'data'), 'logs');
  const lock = await setupLock();
  try {
    await installSystemPackages(purposes, { logs });
    addMissingSecrets(dotEnv);
    await allOf([preparePortal(logs), prepareApps(purposes, logs)]);
  } finally {
    lock.release();
  }
}

/** Waits for all, so that none is cut off half-way; then throws the first error, if there is one. */
async function allOf(steps) {
  const failed = (await Promise.allSettled(steps)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

async function preparePortal(logs) {
  await installNodePackages(logs);
  await allOf([
    prepareSqlite(logs),
    (async () => {
      await generateDatabaseClients(logs);
      await buildPrograms();
      await buildPortal(logs);
    })(),
  ]);
}

async function prepareApps(purposes, logs) {
  if (purposes.includes('test')) await prepareDemoApps({ root, logs });
  else if (purposes.includes('demo')) await prepareDemoAppsOrWarn(logs);
}

async function setupLock() {
  const file = join(root, '.setup.lock');
  let told = false;
  for (;;) {
    const lock = takeLock(file);
    if (!lock.owner) return lock;
    if (!told) {
      console.log(
        say(
          `Another set-up of this folder is running (process ${lock.owner.pid}); waiting for it …`,
          `이 폴더에서 다른 설치 작업(프로세스 ${lock.owner.pid})이 진행 중입니다. 끝날 때까지 기다립니다 …`,
        ),
      );
      told = true;
    }
    await sleep(300);
  }
}

async function installNodePackages(logs) {
  await unlessStamped({
    stamp: join(root, 'node_modules', '.sluice-stamp'),
    hash: hashOf({ root, paths: ['package-lock.json'], extra: [process.platform, process.arch] }),
    step: () =>
      longStep({
        title: say('Installing packages (npm ci)', '패키지 설치(npm ci)'),
        file: 'npm',
        // No package's own script is run but the one below.
        args: ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
        cwd: root,
        env: { NODE_ENV: '' },
        log: join(logs, 'npm-ci.log'),
      }),
  });
}

/** Downloads SQLite for Node, or compiles it, which takes two minutes of one core: so the others go on meanwhile. */
async function prepareSqlite(logs) {
  await unlessStamped({
    stamp: join(root, 'node_modules', '.sluice-sqlite-stamp'),
    // It fits one ABI, platform and C library only.
    hash: hashOf({
      root,
      paths: ['package-lock.json'],
      extra: [process.versions.modules, process.platform, process.arch],
    }),
    step: () =>
      longStep({
        title: say('Preparing SQLite for this Node', '이 Node용 SQLite 준비'),
        file: 'npm',
        args: ['rebuild', 'better-sqlite3', '--no-audit', '--no-fund'],
        cwd: root,
        env: nodeHeaders(),
        log: join(logs, 'sqlite.log'),
      }),
  });
}

/** Node's headers, where this Node brings them: compiling a package then needs no download. */
function nodeHeaders() {
  const prefix = join(process.execPath, '..', '..');
  return existsSync(join(prefix, 'include', 'node', 'node_version.h')) ? { npm_config_nodedir: prefix } : {};
}

async function generateDatabaseClients(logs) {
  await unlessStamped({
    stamp: join(root, 'lib', 'generated', '.sluice-stamp'),
    hash: hashOf({ root, paths: ['prisma/schema.prisma', 'prisma/generate.mjs', 'package-lock.json'] }),
    step: () =>
      longStep({
        title: say('Making the database clients', '데이터베이스 클라이언트 만들기'),
        file: process.execPath,
        args: [join(root, 'prisma', 'generate.mjs')],
        cwd: root,
        log: join(logs, 'prisma.log'),
      }),
  });
}

async function buildPortal(logs) {
  const built = join(root, '.next');
  const stamp = join(built, '.sluice-stamp');
  if (!existsSync(join(built, 'BUILD_ID'))) rmSync(stamp, { force: true });
  await unlessStamped({
    stamp,
    hash: hashOf({ root, paths: PORTAL_SOURCES, skip: isNotBuilt, extra: [process.versions.modules] }),
    step: () =>
      longStep({
        title: say('Building the portal (next build)', '포털 빌드(next build)'),
        file: process.execPath,
        args: [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
        cwd: root,
        env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        log: join(logs, 'next-build.log'),
      }),
  });
}

/** The gate is worth a look without its apps: the landing then says that they are not available. */
async function prepareDemoAppsOrWarn(logs) {
  try {
    await prepareDemoApps({ root, logs });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}\n`);
    console.error(
      say(
        'The demo goes on without its Streamlit apps; `npm run demo` tries again next time.',
        'Streamlit 앱 없이 데모를 계속합니다. 다음에 `npm run demo`를 실행하면 다시 시도합니다.',
      ),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await orExplain(async () => {
    await setup(['start', ...process.argv.slice(2)]);
    console.log(
      say('Ready. `npm start` runs Sluice.', '준비되었습니다. `npm start`로 Sluice를 실행해 주세요.'),
    );
  });
}
