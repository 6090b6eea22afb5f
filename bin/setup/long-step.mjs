// A command that takes a while: its output goes to a log file, the terminal sees that time passes.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError, say } from './say.mjs';

const QUIET_INTERVAL = 10_000;
const TAIL_LINES = 30;
const CLEAR_LINE = '\r\x1b[K';

/**
 * Runs `file args` and resolves when it has succeeded; otherwise throws a SetupError with the end of its output.
 *
 * @param {{ title: string, file: string, args: string[], log: string, cwd?: string, env?: Record<string, string> }} step
 *   `log` is the file that gets the whole output
 */
export async function longStep({ title, file, args, log, cwd, env }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const progress = showProgress(title);
  try {
    const end = await runToEnd(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    if (end === 0) return progress.end(say('done', '완료'));
    progress.end(say('failed', '실패'));
    const explanation = say(
      `${title} failed (${end}). The last lines of its output; all of it is in ${log}:`,
      `${title}: 실패했습니다(${end}). 출력의 마지막 부분입니다. 전체 출력은 ${log}에 있습니다.`,
    );
    throw new SetupError(`${explanation}\n\n${tail(log)}`);
  } finally {
    closeSync(output);
  }
}

/** Its exit code, signal or error. When this process is told to end, the command and all that it started end too. */
function runToEnd(file, args, options) {
  let child;
  const endGroup = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended, or never started.
    }
  };
  const stop = () => process.exit(130);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // Before the command starts: a signal in between would leave it behind.
  process.on('exit', endGroup);
  for (const signal of signals) process.on(signal, stop);
  child = spawn(file, args, { ...options, detached: true });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  }).finally(() => {
    process.off('exit', endGroup);
    for (const signal of signals) process.off(signal, stop);
  });
}

function tail(log) {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

/** Steps that are running, in the order of their starts: there may be several. */
const running = new Set();

/** On a terminal one line that counts the seconds; elsewhere a line at the start, every ten seconds and at the end. */
function showProgress(title) {
  const started = Date.now();
  const line = (state) => `${title} … ${state}${Math.round((Date.now() - started) / 1000)} s`;
  const isTerminal = process.stdout.isTTY === true;
  running.add(line);
  const show = () => process.stdout.write(isTerminal ? statusLine() : `${line('')}\n`);
  if (isTerminal) show();
  else process.stdout.write(`${title} …\n`);
  const timer = setInterval(show, isTerminal ? 1000 : QUIET_INTERVAL);
  return {
    end(state) {
      clearInterval(timer);
      running.delete(line);
      process.stdout.write(`${isTerminal ? CLEAR_LINE : ''}${line(`${state}, `)}\n`);
      if (isTerminal && running.size > 0) show();
    },
  };
}

/** All that is running on one line; what is wider than the terminal would wrap and stay, so it is cut. */
function statusLine() {
  const text = [...running].map((line) => line('')).join(' · ');
  return `${CLEAR_LINE}${cut(text, (process.stdout.columns ?? 80) - 1)}`;
}

/** Korean letters are two columns wide. */
function cut(text, columns) {
  let width = 0;
  let end = 0;
  for (const letter of text) {
    width += /[ᄀ-ᇿ가-힣]/.test(letter) ? 2 : 1;
    if (width > columns) break;
    end += letter.length;
  }
  return text.slice(0, end);
}
