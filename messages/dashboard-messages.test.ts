import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { sectionNamespaces, sharedNamespaces } from './dashboard-messages';

const root = join(import.meta.dirname, '..');
const dashboard = join(root, 'app', 'admin');
const shared: readonly string[] = sharedNamespaces;

/** The file that an import leads to, where it is one of ours. */
function imported(from: string, name: string): string | undefined {
  const base = name.startsWith('@/') ? join(root, name.slice(2)) : join(dirname(from), name);
  if (!name.startsWith('@/') && !name.startsWith('.')) return undefined;
  return [base, `${base}.tsx`, `${base}.ts`].find((path) => existsSync(path) && statSync(path).isFile());
}

/** The words that the client components say to which these files lead. */
function namespacesFrom(files: readonly string[]): string[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (let waiting = [...files]; waiting.length > 0; ) {
    const file = waiting.pop()!;
    if (seen.has(file) || !/\.tsx?$/.test(file)) continue;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, name] of source.matchAll(/useTranslations\('(\w+)/g)) found.add(name!);
    const names = [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name!);
    waiting = [...waiting, ...names.flatMap((name) => imported(file, name) ?? [])];
  }
  return [...found];
}

const entries = readdirSync(dashboard, { withFileTypes: true });
const sections = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

test.each(sections)('the words of every client component travel to the browser: %s', (section) => {
  const files = readdirSync(join(dashboard, section), { recursive: true, encoding: 'utf8' });
  const used = namespacesFrom(
    files.map((file) => join(dashboard, section, file)).filter((path) => /\.tsx?$/.test(path)),
  );
  const own: readonly string[] = sectionNamespaces[section as 'apps'] ?? [];
  expect(used.filter((name) => !shared.includes(name)).sort()).toEqual([...own].sort());
  expect(files.includes('layout.tsx')).toBe(own.length > 0);
});

test('what is round the pages says shared words only', () => {
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(dashboard, name));
  expect(namespacesFrom(files).sort()).toEqual([...shared].sort());
});
