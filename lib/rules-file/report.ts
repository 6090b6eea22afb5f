// What `sluice apply` prints: problems, warnings and what changed. Pure: text in, text out.

import { diffFields, type Snapshot, type SnapshotValue } from '../audit/change';
import { displayWidth } from '../display-width';
import { type Locale, translator } from '../i18n';
import { spokenParams } from '../rule-fields';
import type { Overlap } from './overlaps';
import type { RulesProblem } from './parse';
import type { Plan, SectionPlan } from './plan';
import { appOrder, rangeOrder, userOrder, yamlItem, yamlValue } from './yaml-item';

export type ReportOptions = { locale: Locale; colour: boolean };

/** So many problems, and so many objects a report, are shown; the rest is counted. */
const MOST_PROBLEMS = 100;
const MOST_OBJECTS = 200;

const sections = ['apps', 'users', 'ranges'] as const;
type Section = (typeof sections)[number];
const keys = { apps: 'slug', users: 'email', ranges: 'range' } as const;
const orders = { apps: appOrder, users: userOrder, ranges: rangeOrder };

/** Problems whose words begin with the field. */
const namesField = new Set(['MISSING', 'NO_VALUE', 'VALID_ORDER']);

/** One problem for people: `validUntil: “2026-12-31” does not say …`. */
export function problemText({ field, code, params, words }: RulesProblem, locale: Locale): string {
  const values = spokenParams(params);
  const what = field === '' || namesField.has(code) ? '' : `${field}: `;
  if (words === 'rules')
    return what + translator(locale, 'rules')(code as 'TEXT', values as { value: string });
  const t = translator(locale, 'address');
  const text = t(code as 'SPACE', params as { text: string });
  return `${what}${text}${Number(params.count) > 0 ? ` ${t('suggestion', params as { count: number })}` : ''}`;
}

/** All problems, `rules.yaml:12: …`, in the order of the lines. */
export function problemReport(
  problems: readonly RulesProblem[],
  file: string,
  { locale, colour }: ReportOptions,
): string {
  const t = translator(locale, 'rules');
  const paint = painter(colour);
  const sorted = [...problems].sort((a, b) => a.line - b.line);
  const lines = sorted.slice(0, MOST_PROBLEMS).map((problem) => {
    return `${paint('bold', `${file}:${problem.line}:`)} ${problemText(problem, locale)}`;
  });
  if (sorted.length > MOST_PROBLEMS) lines.push(t('moreProblems', { count: sorted.length - MOST_PROBLEMS }));
  lines.push(paint('red', t('problemCount', { count: sorted.length })));
  return lines.join('\n');
}

export function overlapText({ decides, other, shared }: Overlap, locale: Locale): string {
  return translator(locale, 'rules')('overlap', {
    decides: decides.rule.range,
    other: other.rule.range,
    shared,
  });
}

/** What a plan does, section by section, and a table of how much. */
export function planReport(plan: Plan, { locale, colour }: ReportOptions): string {
  const paint = painter(colour);
  const t = translator(locale, 'rules');
  const lines: string[] = [];
  let left = MOST_OBJECTS;
  for (const section of sections) {
    const entries = [...sectionEntries(section, plan[section], left, paint)];
    if (entries.length === 0) continue;
    lines.push(paint('bold', t(section)), ...entries.flat(), '');
    left -= entries.length;
  }
  const hidden = sections.reduce((sum, section) => sum + changeCount(plan[section]), 0) - MOST_OBJECTS;
  if (hidden > 0) lines.push(t('more', { count: hidden }), '');
  return [...lines, ...table(plan, locale)].join('\n');
}

const changeCount = ({ add, change, remove }: SectionPlan<unknown, unknown, unknown>) =>
  add.length + change.length + remove.length;

type Paint = ReturnType<typeof painter>;

function* sectionEntries(
  section: Section,
  plan: Plan[Section],
  most: number,
  paint: Paint,
): Generator<string[]> {
  let left = most;
  const order = orders[section];
  for (const added of plan.add) {
    if (left-- <= 0) return;
    const rule = 'rule' in added ? added.rule : added;
    yield [paint('green', `  + ${yamlItem(rule, order)}`)];
  }
  for (const { before, after } of plan.change) {
    if (left-- <= 0) return;
    yield changedEntry(section, before, after, paint);
  }
  for (const { rule } of plan.remove) {
    if (left-- <= 0) return;
    yield [paint('red', `  - ${yamlItem(rule, order)}`)];
  }
}

/** The key, then one field below the other. */
function changedEntry(section: Section, before: Snapshot, after: Snapshot, paint: Paint): string[] {
  const head = `  ~ ${String(after[keys[section]])}  `;
  const order = orders[section];
  const changes = diffFields(before, after).sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  return changes.map((change, i) => {
    const start = i === 0 ? head : ' '.repeat(head.length);
    return `${paint('yellow', start)}${change.field}: ${valueText(change.before)} → ${valueText(change.after)}`;
  });
}

const valueText = (value: SnapshotValue) => (value === null || value === '' ? '—' : yamlValue(value));

function table(plan: Plan, locale: Locale): string[] {
  const t = translator(locale, 'rules');
  const withKept = sections.some((section) => plan[section].kept > 0);
  const columns = [
    'added',
    'changed',
    'removed',
    'unchanged',
    ...(withKept ? (['kept'] as const) : []),
  ] as const;
  const rows = [
    ['', ...columns.map((column) => t(column))],
    ...sections.map((section) => {
      const { add, change, remove, unchanged, kept } = plan[section];
      const counts = [add.length, change.length, remove.length, unchanged, ...(withKept ? [kept] : [])];
      return [t(section), ...counts.map((count) => count.toLocaleString('en'))];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - displayWidth(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

const codes = { bold: 1, red: 31, green: 32, yellow: 33 };

function painter(colour: boolean): (style: keyof typeof codes, text: string) => string {
  return (style, text) => (colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** The same as `planReport`, complete and for programs. */
export function planJson(plan: Plan): Record<Section, object> {
  const section = (name: Section) => {
    const { add, change, remove, unchanged, kept } = plan[name];
    return {
      added: add.map((added) => ('rule' in added ? added.rule : added)),
      changed: change.map(({ before, after }) => ({
        [keys[name]]: (after as Snapshot)[keys[name]],
        fields: diffFields(before, after),
      })),
      removed: remove.map(({ rule }) => rule),
      unchanged,
      kept,
    };
  };
  return { apps: section('apps'), users: section('users'), ranges: section('ranges') };
}
