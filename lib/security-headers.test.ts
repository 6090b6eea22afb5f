import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, dashboardHeaders, librariesStyles, newNonce } from './security-headers';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the styles that pass without a nonce are those that the toasts put into the page, and no others', () => {
  const source = readFileSync(join(import.meta.dirname, '../node_modules/sonner/dist/index.mjs'), 'utf8');
  const inserted = [...source.matchAll(/__insertCSS\(("(?:[^"\\]|\\.)*")\)/g)].map((match) =>
    JSON.parse(match[1]!),
  );
  expect(inserted).toHaveLength(1);
  expect(librariesStyles).toEqual([hash(''), hash(inserted[0])]);
});

test('scripts need the nonce of their answer, which is another one each time', () => {
  const nonce = newNonce();
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(newNonce()).not.toBe(nonce);
  const directives = contentSecurityPolicy(nonce).split('; ');
  expect(directives).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
  const unsafe = directives.filter((directive) => directive.includes("'unsafe-"));
  expect(unsafe).toEqual(["style-src-attr 'unsafe-inline'"]);
});

test('browsing contexts are parted over TLS, where browsers heed it', () => {
  const over = (origin: string) => dashboardHeaders(newNonce(), origin)['Cross-Origin-Opener-Policy'];
  expect(over('https://sluice.example.com')).toBe('same-origin');
  expect(over('http://10.0.0.5:8080')).toBeUndefined();
});
