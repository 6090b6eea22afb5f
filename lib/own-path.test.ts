import { expect, test } from 'vitest';
import { ownPath } from './own-path';

test('a path of this site stays, with its query', () => {
  expect(ownPath('/admin/users?q=kim&page=2')).toBe('/admin/users?q=kim&page=2');
  expect(ownPath('/a/../b')).toBe('/b');
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  'admin',
  'javascript:alert(1)',
  '/..//evil.example',
  '',
  null,
  undefined,
])('%j leads nowhere else', (asked) => {
  const path = ownPath(asked);
  expect(new URL(path, 'http://here.invalid').origin).toBe('http://here.invalid');
  expect(path.startsWith('//')).toBe(false);
});
