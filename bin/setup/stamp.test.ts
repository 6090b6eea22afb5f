import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { hashOf, unlessStamped } from './stamp.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-stamp-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app', 'page.tsx'), 'one');
});

const hash = (skip?: (path: string) => boolean) => hashOf({ root, paths: ['app', 'missing.ts'], skip });

test('the hash follows content and names, not the files that are skipped', () => {
  const before = hash();
  expect(hash()).toBe(before);
  writeFileSync(join(root, 'app', 'page.test.tsx'), 'test');
  expect(hash((path) => path.endsWith('.test.tsx'))).toBe(before);
  expect(hash()).not.toBe(before);
  rmSync(join(root, 'app', 'page.test.tsx'));
  renameSync(join(root, 'app', 'page.tsx'), join(root, 'app', 'other.tsx'));
  expect(hash()).not.toBe(before);
});

test('a step runs once for a hash, and again for another', async () => {
  const stamp = join(root, 'made', '.stamp');
  const done: string[] = [];
  const run = (hash: string) => unlessStamped({ stamp, hash, step: () => Promise.resolve(done.push(hash)) });
  for (const hash of ['a', 'a', 'b', 'a']) await run(hash);
  expect(done).toEqual(['a', 'b', 'a']);
});

test('a step that failed is done again, also for a hash that had been done before', async () => {
  const stamp = join(root, '.stamp');
  const fail = () => Promise.reject(new Error('interrupted'));
  await unlessStamped({ stamp, hash: 'a', step: async () => {} });
  await expect(unlessStamped({ stamp, hash: 'b', step: fail })).rejects.toThrow('interrupted');
  let again = false;
  await unlessStamped({
    stamp,
    hash: 'a',
    step: async () => {
      again = true;
    },
  });
  expect(again).toBe(true);
});
