// npm run bench: measures the sections asked for (all, when none is), prints one table and leaves the figures in
// data/bench/latest.json; with --write also in docs/benchmarks.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeDir } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { measureApply } from './apply';
import { measureDecide } from './decide';
import { type Figure, passes, table, type Words } from './figures';
import { measureGuard } from './guard';
import { measureImport } from './import';
import { measureLanding } from './landing';
import { measureLists } from './lists';
import { type Machine, machine, versions } from './machine';
import { measureReload } from './reload';
import { measureResolve } from './resolve';
import { measureTable } from './rule-table';
import type { Run } from './run';
import { closeDatabases } from './seeded-databases';
import { measureSignInFlood } from './sign-in-flood';
import { keptFolder, Workspace } from './workspace';

const sections = {
  landing: measureLanding,
  decide: measureDecide,
  table: measureTable,
  reload: measureReload,
  apply: measureApply,
  resolve: measureResolve,
  lists: measureLists,
  import: measureImport,
  flood: measureSignInFlood,
  guard: measureGuard,
};
type Section = keyof typeof sections;
const names = Object.keys(sections) as Section[];

const words = translator(localeFromTerminal(), 'bench');
const args = process.argv.slice(2);
const flags = ['--quick', '--write'];
const unknown = args.find((arg) => !flags.includes(arg) && !names.includes(arg as Section));
if (unknown !== undefined) {
  console.error(words('unknownArgument', { argument: unknown }));
  console.error(words('usage', { sections: names.join(' | ') }));
  process.exit(2);
}
const chosen = names.filter((name) => args.includes(name));

const before = machine();
const found: Record<string, string> = versions();
const workspace = new Workspace();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().finally(() => process.exit(130)));
}
const run: Run = {
  workspace,
  quick: args.includes('--quick'),
  say: (key, values) => console.error(`  ${words(key, values as never)}`),
  versions: (more) => Object.assign(found, more),
};

const figures: Figure[] = [];
try {
  for (const name of chosen.length > 0 ? chosen : names) {
    console.error(words(`section.${name}`));
    try {
      figures.push(...(await sections[name](run)));
    } catch (error) {
      // What the other sections have measured, or will, is not lost with this one.
      console.error(error);
      process.exitCode = 1;
    }
  }
} finally {
  await close();
}

console.log(`\n${about(words)}\n\n${table(figures, words)}\n`);
const written = [writeResults()];
if (args.includes('--write')) written.push(writeDocument());
console.log(words('written', { files: written.join(', ') }));
const missed = figures.filter((figure) => passes(figure) === false).length;
if (missed > 0) {
  console.log(words('barsMissed', { count: missed }));
  process.exitCode = 1;
}

async function close(): Promise<void> {
  await workspace.close();
  await closeDatabases();
}

/** Machine and versions, and a warning where others were using the machine. */
function about(words: Words): string {
  const { cores, cpu, memoryGiB, system, loadBefore }: Machine = before;
  const lines = [
    words('machine', { cores, cpu, memory: memoryGiB, system }),
    Object.entries(found)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ];
  if (loadBefore > 0.5) lines.push(words('busy', { load: loadBefore.toFixed(1) }));
  return lines.join('\n');
}

function writeResults(): string {
  const results = {
    at: new Date().toISOString(),
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    machine: before,
    versions: found,
    figures: figures.map(({ label: _, ...figure }) => ({ ...figure, passes: passes(figure) })),
  };
  const file = join(keptFolder, 'latest.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** Puts the figures between the document's markers; what people wrote around them stays. */
function writeDocument(): string {
  const file = join(homeDir, 'docs', 'benchmarks.md');
  const text = readFileSync(file, 'utf8');
  const [start, end] = ['<!-- figures: start -->', '<!-- figures: end -->'];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has lost its markers ${start} and ${end}`);
  const english = translator('en', 'bench');
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const day = new Date().toISOString().slice(0, 10);
  const body = `${day}, \`${command}\`. ${about(english).replaceAll('\n', '. ')}.\n\n${table(figures, english)}`;
  writeFileSync(file, `${text.slice(0, from + start.length)}\n\n${body}\n\n${text.slice(to)}`);
  return file;
}
