// Words looked for among users. The rule table has their names and emails in memory, where a look at a hundred thousand takes a few
// milliseconds; the database would have to scan the table. Their departments it finds by index.

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Database } from '../db';
import { Prisma } from '../generated/sqlite/client';
import { providerOfClient } from '../insert-rows';
import type { RuleUser } from '../routing/rules';
import type { RuleTable } from '../routing/table';
import { containsWords, searchWords } from '../text-search';

/** Where a word is in more users than this, a page of them is found sooner by looking at the users in its order. */
const MOST_IDS = 4000;
/** Users looked at in one go. */
const SLICE = 20_000;

export const searchedColumns = ['email', 'name', 'department'] as const;

/**
 * The condition that each word of `text` is in the email, name or department: the same users as by `containsWords`.
 *
 * @param table the rules in force
 * @param departments all there are
 */
export async function usersWithWords(
  db: Database,
  text: string,
  { table, departments }: { table: RuleTable; departments: readonly string[] },
): Promise<Prisma.Sql> {
  const conditions: Prisma.Sql[] = [];
  for (const word of searchWords(text)) {
    const pattern = wordPattern(word);
    const ids = await idsWith(table.users, pattern);
    conditions.push(
      ids
        ? eitherOf(
            db,
            ids,
            departments.filter((name) => pattern.test(name)),
          )
        : containsWords(db, searchedColumns, word),
    );
  }
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`1 = 1`;
}

/** The letters A–Z in either case, others as they are: as the databases compare. */
function wordPattern(word: string): RegExp {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(
    escaped.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`),
  );
}

/** Null where there are too many to name. In slices, so that visitors are answered in between. */
async function idsWith(
  users: ReadonlyMap<number, RuleUser>,
  pattern: RegExp,
): Promise<readonly number[] | null> {
  const ids: number[] = [];
  let seen = 0;
  for (const { id, name, email } of users.values()) {
    if (++seen % SLICE === 0) await yieldToOthers();
    if (!pattern.test(name) && !pattern.test(email)) continue;
    if (ids.push(id) > MOST_IDS) return null;
  }
  return ids;
}

function eitherOf(db: Database, ids: readonly number[], departments: readonly string[]): Prisma.Sql {
  const list = JSON.stringify(ids);
  const named =
    providerOfClient(db) === 'postgresql'
      ? Prisma.sql`"id" IN (SELECT "value"::int FROM json_array_elements_text(${list}::json))`
      : Prisma.sql`"id" IN (SELECT value FROM json_each(${list}))`;
  if (departments.length === 0) return named;
  return Prisma.sql`(${named} OR "department" IN (${Prisma.join([...departments])}))`;
}
