import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { parseEnv } from '@/lib/env';
import { addMissingSecrets, readDotEnv } from './dot-env.mjs';

let file: string;
let printed: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, '.env');
  printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((text) => {
    printed += text;
  });
  onTestFinished(() => log.mockRestore());
});

const mode = () => (statSync(file).mode & 0o777).toString(8);

test('the first start writes both secrets for the owner alone, and prints neither', () => {
  expect(addMissingSecrets(file, {})).toEqual(['PROXY_SECRET', 'AUTH_SECRET']);
  const secrets = readDotEnv(file);
  expect(mode()).toBe('600');
  expect(parseEnv(secrets)).toMatchObject({
    proxySecret: secrets.PROXY_SECRET,
    authSecret: secrets.AUTH_SECRET,
  });
  expect(secrets.PROXY_SECRET).not.toBe(secrets.AUTH_SECRET);
  for (const value of Object.values(secrets)) expect(printed).not.toContain(value);
});

test('a later start changes nothing', () => {
  addMissingSecrets(file, {});
  const before = readFileSync(file, 'utf8');
  expect(addMissingSecrets(file, {})).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('only the one that is missing is added to a file of the operator’s, which keeps the rest', () => {
  writeFileSync(file, 'HTTP_PORT=80\nAUTH_SECRET=\nPROXY_SECRET=theirs');
  chmodSync(file, 0o644);
  expect(addMissingSecrets(file, {})).toEqual(['AUTH_SECRET']);
  expect(readDotEnv(file)).toMatchObject({ HTTP_PORT: '80', PROXY_SECRET: 'theirs' });
  expect(readDotEnv(file).AUTH_SECRET).toHaveLength(43);
  expect(mode()).toBe('600');
});

test('a secret that is set in the environment is not written to the file', () => {
  expect(addMissingSecrets(file, { PROXY_SECRET: 'set', AUTH_SECRET: 'set' })).toEqual([]);
  expect(readDotEnv(file)).toEqual({});
});
