import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { translator } from '@/lib/i18n';
import { rulesWithPorts } from './database';
import { demoApps, demoLines } from './demo';

const words = translator('en', 'start');
const rules = readFileSync(join(import.meta.dirname, '../../examples/rules.yaml'), 'utf8');

beforeEach(() => void vi.stubEnv('DEMO_PORT_BASE', ''));
afterEach(() => void vi.unstubAllEnvs());

test('the apps are those of the rules file, at its ports', () => {
  expect(demoApps(words).map(({ slug, port }) => [slug, port])).toEqual([
    ['sales', 8501],
    ['energy', 8502],
    ['inventory', 8503],
  ]);
});

test('DEMO_PORT_BASE moves the apps and the rules, and nothing else', () => {
  vi.stubEnv('DEMO_PORT_BASE', '18501');
  const moved = parse(rulesWithPorts(rules, demoApps(words)));
  const expected = parse(rules);
  for (const app of expected.apps) app.port += 10_000;
  expect(moved).toEqual(expected);
});

test.each(['80', '65534', 'many', '8501.5'])('DEMO_PORT_BASE=%s is refused by name', (base) => {
  vi.stubEnv('DEMO_PORT_BASE', base);
  expect(() => demoApps(words)).toThrow('DEMO_PORT_BASE: a port from 1024 to 65533');
});

test('what to try has the port that Nginx listens on', () => {
  const lines = demoLines(8090, demoApps(words), words);
  expect(lines).toContainEqual(
    expect.stringMatching(
      /curl .*--interface 127\.0\.0\.21 http:\/\/127\.0\.0\.1:8090\/ +# lands on .*Sales/,
    ),
  );
});
