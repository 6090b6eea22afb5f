import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { translator } from '@/lib/i18n';
import { rulesWithPorts } from './database';
import { demoApps, demoLines } from './demo';

const words = translator('en', 'start');
const rules = readFileSync(join(import.meta.dirname, '../../examples/rules.yaml'), 'utf8');

test('the apps are those of the rules file, at its ports', () => {
  expect(demoApps(undefined).map(({ slug, port }) => [slug, port])).toEqual([
    ['sales', 8501],
    ['energy', 8502],
    ['inventory', 8503],
  ]);
});

test('a port base moves the apps and the rules, and nothing else', () => {
  const moved = parse(rulesWithPorts(rules, demoApps(18501)));
  const expected = parse(rules);
  for (const app of expected.apps) app.port += 10_000;
  expect(moved).toEqual(expected);
});

test('what to try has the port that Nginx listens on', () => {
  const lines = demoLines((host) => `http://${host}:8090`, demoApps(undefined), words);
  expect(lines).toContainEqual(
    expect.stringMatching(
      /curl .*--interface 127\.0\.0\.21 http:\/\/127\.0\.0\.1:8090\/ +# lands on .*Sales/,
    ),
  );
});
