import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dashboardNamespaces } from './dashboard-messages';

const root = join(import.meta.dirname, '..');

test('the words of every client component travel to the browser', () => {
  const sources = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
  const used = new Set(
    sources.flatMap((source) => [...source.matchAll(/useTranslations\('(\w+)/g)].map(([, name]) => name!)),
  );
  const travel: readonly string[] = dashboardNamespaces;
  expect([...used].filter((name) => !travel.includes(name))).toEqual([]);
});
