import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { homeDir } from './env';
import { logFormat, logLine, nameProcess } from './log';

test('lines are for people in a terminal and JSON under systemd, unless somebody says otherwise', () => {
  expect(logFormat({})).toBe('text');
  expect(logFormat({ JOURNAL_STREAM: '8:1' })).toBe('json');
  expect(logFormat({ JOURNAL_STREAM: '8:1', LOG_FORMAT: 'text' })).toBe('text');
  expect(logFormat({ LOG_FORMAT: 'json' })).toBe('json');
});

test('a line has its facts and the number that the visitor read out', () => {
  nameProcess('keeper');
  const line = (settings: Record<string, string>) =>
    logLine('error', 'access log', 'it "failed"\nhere', { requestId: '4f' }, settings, 0);
  expect(line({})).toBe('access log: it "failed"\nhere (requestId="4f")');
  const json = line({ LOG_FORMAT: 'json' });
  expect(json).not.toContain('\n');
  expect(JSON.parse(json)).toMatchObject({
    ...{ time: '1970-01-01T00:00:00.000Z', level: 'error', process: 'keeper', area: 'access log' },
    ...{ message: 'it "failed"\nhere', requestId: '4f' },
  });
});

test('what libraries write becomes lines too, and what is below the level is left out', () => {
  const script = `import { log, logConsole, nameProcess } from './lib/log.ts';
    nameProcess('keeper'); logConsole();
    console.error('of a library: %s', new Error('gone').message);
    console.log('chatter');
    log.warn('disk', 'nearly full', { free: 3 });`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: homeDir, encoding: 'utf8', env: { ...process.env, LOG_FORMAT: 'json', LOG_LEVEL: 'warn' } },
  );
  expect(stdout).toBe('');
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { level: 'error', process: 'keeper', message: 'of a library: gone' },
    { level: 'warn', area: 'disk', message: 'nearly full', free: 3 },
  ]);
});
