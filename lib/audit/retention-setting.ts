// For how long the logs are kept, as administrators set it.

import { z } from 'zod';
import type { Mutation } from '@/lib/admin-action';
import type { Database, Transaction } from '@/lib/db';
import { InvalidInput } from '@/lib/errors';
import type { FieldProblem } from '@/lib/rule-fields';
import { isWholeNumber } from '@/lib/whole-number';
import type { Change } from './change';
import type { LogTable } from './log-search';

/** In ms. */
export const DAY = 86_400_000;
export const MOST_DAYS = 36_500;

/** The setting of each log, and the fewest days that it may say. */
export const retentionSettings = {
  keepVisits: { log: 'AccessEvent', fewest: 7 },
  keepChanges: { log: 'ChangeEvent', fewest: 30 },
} as const satisfies Record<string, { log: LogTable; fewest: number }>;

type Name = keyof typeof retentionSettings;
const names = Object.keys(retentionSettings) as Name[];

/** The days that each log is kept; null: for ever. */
export async function readRetention(db: Database | Transaction): Promise<Record<LogTable, number | null>> {
  const settings = await db.setting.findMany({ where: { name: { in: names } } });
  const days: Record<LogTable, number | null> = { AccessEvent: null, ChangeEvent: null };
  for (const { name, value } of settings) {
    const { log, fewest } = retentionSettings[name as Name];
    const given: unknown = JSON.parse(value);
    // What is less than may be set was not set here.
    if (typeof given === 'number') days[log] = Math.max(fewest, given);
  }
  return days;
}

const RetentionInput = z.object({ keepVisits: z.unknown(), keepChanges: z.unknown() });

export const UpdateRetention: Mutation<typeof RetentionInput> = {
  role: 'admin',
  input: RetentionInput,
  fields: names,
  async write(tx, input) {
    const problems = names.flatMap((name) => daysProblem(name, input[name]));
    if (problems.length > 0) throw new InvalidInput(problems);
    const current = await readRetention(tx);
    const changes: Change[] = [];
    for (const name of names) {
      const before = current[retentionSettings[name].log];
      const after = daysOf(input[name]);
      if (before === after) continue;
      const value = JSON.stringify(after);
      await tx.setting.upsert({ where: { name }, create: { name, value }, update: { value } });
      const states = { before: { days: before }, after: { days: after } };
      changes.push({ entity: 'Setting', id: null, kind: 'update', label: name, ...states });
    }
    return changes;
  },
};

/** Empty: for ever. */
const daysOf = (given: unknown) => (typeof given === 'number' ? given : null);

function daysProblem(name: Name, given: unknown): FieldProblem[] {
  if (given === null || given === undefined || given === '') return [];
  const limits = { fewest: retentionSettings[name].fewest, most: MOST_DAYS };
  if (isWholeNumber(given, limits)) return [];
  return [{ path: [name], code: 'DAYS', params: limits, words: 'settings' }];
}
