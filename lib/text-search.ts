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
  const words = searchWords(text);
  const isPostgresql = providerOfClient(db) === 'postgresql';
  const conditions = words.map((word) => {
    // In PostgreSQL's C collation, which folds A–Z only, as SQLite does, this takes a quarter of ILIKE's time.
    const found = columns.map((column) =>
      isPostgresql
        ? Prisma.sql`strpos(lower(${Prisma.raw(`"${column}"`)} COLLATE "C"), ${lowerAscii(word)}) > 0`
        : Prisma.sql`${Prisma.raw(`"${column}"`)} LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`,
    );
    return Prisma.sql`(${Prisma.join(found, ' OR ')})`;
  });
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`1 = 1`;
}

/** The words that a search looks for. */
export const searchWords = (text: string) => text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);

const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
