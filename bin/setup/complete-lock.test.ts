import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingEntries } from './complete-lock.mjs';

test('package-lock.json has the packages of every platform (if not: node bin/setup/complete-lock.mjs)', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
  expect(Object.keys(missingEntries(lock))).toEqual([]);
});

test('a platform’s package is added so that npm skips it on others', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': {
        dev: true,
        optionalDependencies: {
          '@tool/cli-linux-x64': '1.0.0',
          '@tool/cli-linux-arm64-musl': '1.0.0',
          '@tool/wasm32-wasi': '1.0.0',
        },
      },
      'node_modules/@tool/cli-linux-x64': {},
    },
  };
  expect(missingEntries(lock)).toEqual({
    'node_modules/@tool/cli-linux-arm64-musl': {
      version: '1.0.0',
      cpu: ['arm64'],
      os: ['linux'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
    'node_modules/@tool/wasm32-wasi': { version: '1.0.0', cpu: ['wasm32'], dev: true, optional: true },
  });
});
