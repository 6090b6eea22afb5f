// `npm test`: sets up, runs every suite and ends with one line: `N passed, N failed`.
import './setup/check-node.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orExplain } from './setup/explain.mjs';
import { failedPages } from './setup/failed-pages.mjs';
import { say } from './setup/say.mjs';
import { countPlaywright, countVitest } from './setup/test-counts.mjs';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const SUITE_LIMIT = 15 * 60_000;

const bin = (...path) => join(root, 'node_modules', ...path);
const reports = mkdtempSync(join(tmpdir(), 'sluice-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** `count` reads the suite's report; a suite without one is a single test. */
const suites = [
  { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '--noEmit'] },
  { name: 'lint', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'] },
  {
    name: 'unit',
    args: [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    count: () => countVitest(readReport(vitestReport)),
  },
  {
    name: 'end to end',
    args: [bin('playwright', 'cli.js'), 'test', '--reporter=line,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    count: () => {
      const report = readReport(playwrightReport);
      showPages(report);
      return countPlaywright(report);
    },
  },
];

function readReport(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function showPages(report) {
  for (const { title, lines } of failedPages(report)) {
    console.log(`\n${say('The page of', '실패한 화면')} «${title}»`);
    for (const line of lines) console.log(`  ${line}`);
  }
}

/** Runs a suite; whatever happens there are counts, and an exit code other than 0 means at least one failure. */
async function run({ name, args, env, count }) {
  console.log(`\n── ${name} ──`);
  const started = Date.now();
  const code = await exitCode(args, env);
  const counts = count ? tryCount(name, count) : { passed: code === 0 ? 1 : 0, failed: 0 };
  const failed = code === 0 ? counts.failed : Math.max(counts.failed, 1);
  return { name, passed: counts.passed, failed, seconds: (Date.now() - started) / 1000 };
}

function exitCode(args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), SUITE_LIMIT);
    child.once('error', (error) => {
      console.error(error);
      resolve(1);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

function tryCount(name, count) {
  try {
    return count();
  } catch (error) {
    console.error(
      say(`${name} left no report: ${error.message}`, `${name}: 결과 파일이 없습니다: ${error.message}`),
    );
    return { passed: 0, failed: 1 };
  }
}

function showTable(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    const columns = [
      String(passed).padStart(5),
      'passed',
      String(failed).padStart(5),
      'failed',
      `${seconds.toFixed(1)} s`.padStart(9),
    ];
    console.log(`  ${name.padEnd(width)} ${columns.join(' ')}`);
  }
  console.log('');
}

process.chdir(root);
await orExplain(() => setup(['test']));
const results = [];
for (const suite of suites) results.push(await run(suite));
rmSync(reports, { recursive: true, force: true });
showTable(results);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
