// A text looked for in some columns, without an index: a scan that is short enough for the tables of the rules.

import type { Database, Transaction } from './db';
import { Prisma } from './generated/sqlite/client';
import { providerOfClient } from './insert-rows';

/** More words than that are one word too many for a scan. */
const MOST_WORDS = 6;

/**
 * The condition that each word of `text` is in one of the columns; the letters A–Z in either case, others as they are.
 *
 * @param columns names of columns, from code and never from input
 */
export function containsWords(
  db: Database | Transaction,
  columns: readonly string[],
  text: string,
): Prisma.Sql {
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const isPostgresql = providerOfClient(db) === 'postgresql';
  // No word has a space in it, so none is found where two columns meet. The C collation folds A–Z only, as SQLite does.
  const all = Prisma.raw(columns.map((column) => `coalesce("${column}", '')`).join(` || ' ' || `));
  const conditions = words.map((word) => {
    // One look at all columns takes PostgreSQL three quarters of the time of a look at each; SQLite it takes longer.
    if (isPostgresql) {
      const folded = word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      return Prisma.sql`strpos(lower((${all}) COLLATE "C"), ${folded}) > 0`;
    }
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const found = columns.map(
      (column) => Prisma.sql`${Prisma.raw(`"${column}"`)} LIKE ${pattern} ESCAPE '\\'`,
    );
    return Prisma.sql`(${Prisma.join(found, ' OR ')})`;
  });
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`1 = 1`;
}
