// The rules in the shape of a rules file: what is at its default is left out, one object a line, always in the same order.

import { listAppRules } from '../apps/queries';
import type { Snapshot } from '../audit/change';
import type { Database } from '../db';
import { rangeRulePages } from '../ip-ranges/queries';
import { listUserRules } from '../users/queries';
import { atOneMoment } from './apply';
import { appOrder, givenFields, rangeOrder, userOrder, yamlItem } from './yaml-item';

export type ExportFormat = 'yaml' | 'json';

/** Writes the rules of one moment, piece by piece; `write` resolves when it wants more. */
export async function exportRules(
  db: Database,
  format: ExportFormat,
  write: (piece: string) => Promise<void>,
): Promise<void> {
  await atOneMoment(db, async (tx) => {
    const writer = format === 'yaml' ? yamlWriter() : jsonWriter();
    const rulesOf = (stored: { rule: Snapshot }[]) => stored.map(({ rule }) => rule);
    await write(writer.section('apps', rulesOf(await listAppRules(tx)), appOrder));
    await write(writer.section('users', rulesOf(await listUserRules(tx)), userOrder));
    let first = true;
    for await (const page of rangeRulePages(tx)) {
      const rules = page.map(({ rule }): Snapshot => rule);
      await write(first ? writer.section('ranges', rules, rangeOrder) : writer.items(rules, rangeOrder));
      first = false;
    }
    if (first) await write(writer.section('ranges', [], rangeOrder));
    await write(writer.end);
  });
}

type Writer = {
  section: (name: string, rules: Snapshot[], order: readonly string[]) => string;
  /** More of the section that was begun last. */
  items: (rules: Snapshot[], order: readonly string[]) => string;
  end: string;
};

function yamlWriter(): Writer {
  const items = (rules: Snapshot[], order: readonly string[]) =>
    rules.map((rule) => `  - ${yamlItem(rule, order)}\n`).join('');
  return {
    section: (name, rules, order) =>
      rules.length > 0 ? `${name}:\n${items(rules, order)}` : `${name}: []\n`,
    items,
    end: '',
  };
}

function jsonWriter(): Writer {
  let separator = '{';
  const line = (rule: Snapshot, order: readonly string[]) =>
    JSON.stringify(Object.fromEntries(givenFields(rule, order)));
  return {
    section(name, rules, order) {
      const start = `${separator}\n${JSON.stringify(name)}: [`;
      separator = '\n],';
      return start + rules.map((rule, i) => `${i > 0 ? ',' : ''}\n  ${line(rule, order)}`).join('');
    },
    items: (rules, order) => rules.map((rule) => `,\n  ${line(rule, order)}`).join(''),
    end: '\n]\n}\n',
  };
}
