import { expect, test } from 'vitest';
import { diffFields, redact } from './change';

test('only fields that differ are named; lists are compared item by item, in order', () => {
  const before = { name: 'A', apps: ['x', 'y'], port: 1, note: '' };
  expect(diffFields(before, { ...before, apps: ['x', 'y'] })).toEqual([]);
  expect(diffFields(before, { ...before, apps: ['y', 'x'], name: 'B' })).toEqual([
    { field: 'name', before: 'A', after: 'B' },
    { field: 'apps', before: ['x', 'y'], after: ['y', 'x'] },
  ]);
});

test('a field that one side does not have is null there', () => {
  expect(diffFields({ a: 1 }, { b: 2 })).toEqual([
    { field: 'b', before: null, after: 2 },
    { field: 'a', before: 1, after: null },
  ]);
  expect(diffFields({ a: null }, {})).toEqual([]);
});

test('secrets are hidden, and that they are there is not', () => {
  expect(redact({ name: 'A', passwordHash: 'x', resetToken: null })).toEqual({
    name: 'A',
    passwordHash: '[redacted]',
    resetToken: null,
  });
  const plain = { name: 'A' };
  expect(redact(plain)).toBe(plain);
});
