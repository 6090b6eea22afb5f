// Finds apps, users and ranges by a few letters or numbers, for the command palette. Every query stops at a handful of rows
// that an index leads to; names are looked through in the rule table.

import type { Database } from './db';
import { Prisma } from './generated/sqlite/client';
import { providerOfClient } from './insert-rows';
import { type Address, addressFromKey, addressToKey, formatAddress, parseAddress } from './routing/address';
import { formatRange, parseRange } from './routing/range';
import type { RuleTable } from './routing/table';

export type FoundApp = { id: number; slug: string; name: string; enabled: boolean };
export type FoundUser = { id: number; email: string; name: string; enabled: boolean };
export type FoundRange = { id: number; range: string; label: string; enabled: boolean };

export type SearchResults = {
  /** What was typed, where it is an address or a range, in its canonical spelling. */
  place: { kind: 'address' | 'range'; text: string } | null;
  apps: FoundApp[];
  users: FoundUser[];
  ranges: FoundRange[];
};

/** At most so many of each kind. */
export const MOST_FOUND = 8;
const LONGEST = 100;

/**
 * What a text may mean:
 * - apps: the text anywhere in the slug or name;
 * - users: the beginning of the email, of the name, or of a word in the name;
 * - ranges: the beginning of the label (as typed, in lower case, or with capitals); an address: the ranges that contain it, the
 *   most specific first; a block or the first numbers of an address: the ranges that begin in there.
 *
 * @param table the current rules, for names and for the ranges that contain an address; null while there are none yet
 */
export async function search(db: Database, given: string, table: RuleTable | null): Promise<SearchResults> {
  const text = given
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  if (text === '') return { place: null, apps: [], users: [], ranges: [] };
  const parsed = parseRange(text);
  const address = parseAddress(text);
  const ranges =
    address.ok && table ? rangesContaining(table, address.address) : await searchRanges(db, text);
  return {
    place: address.ok
      ? { kind: 'address', text: formatAddress(address.address) }
      : parsed.ok
        ? { kind: 'range', text: formatRange(parsed.range) }
        : null,
    // An address is in no name.
    apps: parsed.ok ? [] : await searchApps(db, text),
    users: parsed.ok ? [] : await searchUsers(db, text, table),
    ranges,
  };
}

async function searchApps(db: Database, text: string): Promise<FoundApp[]> {
  const anywhere = `%${likePattern(text.toLowerCase())}%`;
  const rows = await db.$queryRaw<FoundApp[]>`
    SELECT "id", "slug", "name", "enabled" FROM "App"
    WHERE lower("name") LIKE ${anywhere} ESCAPE '!' OR "slug" LIKE ${anywhere} ESCAPE '!'
    ORDER BY "slug" LIMIT ${MOST_FOUND}`;
  return rows.map(plainEnabled);
}

async function searchUsers(db: Database, text: string, table: RuleTable | null): Promise<FoundUser[]> {
  const found = await db.$queryRaw<FoundUser[]>`
    SELECT "id", "email", "name", "enabled" FROM "User"
    WHERE ${beginsWith(db, 'email', text.toLowerCase())} ORDER BY "email" LIMIT ${MOST_FOUND}`;
  return [...found.map(plainEnabled), ...usersByName(table, text, found)];
}

/** Words inside names have no index, and a hundred thousand names are read in memory in a tenth of a database's time. */
function usersByName(table: RuleTable | null, text: string, besides: readonly FoundUser[]): FoundUser[] {
  const known = new Set(besides.map(({ id }) => id));
  const word = new RegExp(`(?:^|[\\s(-])${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`, 'iu');
  const found: FoundUser[] = [];
  for (const { id, email, name, enabled } of table?.users.values() ?? []) {
    if (known.size >= MOST_FOUND) break;
    if (!word.test(name) || known.has(id)) continue;
    known.add(id);
    found.push({ id, email, name, enabled });
  }
  return found;
}

type RangeRow = { id: number; first: string; last: string; label: string; enabled: boolean };

async function searchRanges(db: Database, text: string): Promise<FoundRange[]> {
  const columns = Prisma.sql`SELECT "id", "first", "last", "label", "enabled" FROM "IpRange"`;
  const found: RangeRow[] = [];
  const add = (rows: RangeRow[]) => {
    for (const row of rows) if (!found.some(({ id }) => id === row.id)) found.push(row);
  };
  const keys = keysBeginningWith(text);
  if (keys) {
    add(
      await db.$queryRaw<RangeRow[]>`
        ${columns} WHERE "first" >= ${keys.first} AND "first" <= ${keys.last}
        ORDER BY "first", "last" LIMIT ${MOST_FOUND}`,
    );
  }
  for (const spelling of spellings(text)) {
    if (found.length >= MOST_FOUND) break;
    add(
      await db.$queryRaw<RangeRow[]>`
        ${columns} WHERE ${beginsWith(db, 'label', spelling)} ORDER BY "label" LIMIT ${MOST_FOUND}`,
    );
  }
  return found.slice(0, MOST_FOUND).map(({ id, first, last, label, enabled }) => ({
    id,
    range: formatRange({ first: addressFromKey(first), last: addressFromKey(last) }),
    label,
    enabled: Boolean(enabled),
  }));
}

function rangesContaining(table: RuleTable, address: Address): FoundRange[] {
  return table
    .containing(address)
    .slice(0, MOST_FOUND)
    .map(({ id, range, label, enabled }) => ({ id, range: formatRange(range), label, enabled }));
}

/**
 * The stored addresses that a text is the beginning of; null where it is no beginning of an address.
 *
 * @example keysBeginningWith('10.1') // from 10.1.0.0 to 10.1.255.255
 */
export function keysBeginningWith(text: string): { first: string; last: string } | null {
  const range = parseRange(text);
  if (range.ok && !text.endsWith('::')) {
    return { first: addressToKey(range.range.first), last: addressToKey(range.range.last) };
  }
  const octets = text.replace(/\.$/, '').split('.');
  if (
    octets.length <= 3 &&
    octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  ) {
    const digits = octets.map((octet) => Number(octet).toString(16).padStart(2, '0')).join('');
    const zeros = `4${'0'.repeat(24)}`;
    return { first: zeros + digits.padEnd(8, '0'), last: zeros + digits.padEnd(8, 'f') };
  }
  const groups = text.toLowerCase().replace(/::?$/, '').split(':');
  if (text.includes(':') && groups.length <= 7 && groups.every((group) => /^[\da-f]{1,4}$/.test(group))) {
    const digits = groups.map((group) => group.padStart(4, '0')).join('');
    return { first: `6${digits.padEnd(32, '0')}`, last: `6${digits.padEnd(32, 'f')}` };
  }
  return null;
}

/** A text as typed, in lower case and with capitals: an index knows letters of one case only. */
function spellings(text: string): Set<string> {
  const lower = text.toLowerCase();
  return new Set([text, lower, lower.replace(/(?<!\S)\p{L}/gu, (letter) => letter.toUpperCase())]);
}

function beginsWith(db: Database, column: 'email' | 'label', text: string): Prisma.Sql {
  const name = Prisma.raw(`"${column}"`);
  // PostgreSQL orders texts as its own language does, in which what begins alike need not stand together.
  return providerOfClient(db) === 'postgresql'
    ? Prisma.sql`${name} LIKE ${`${likePattern(text)}%`} ESCAPE '!'`
    : Prisma.sql`${name} >= ${text} AND ${name} < ${`${text}\u{10ffff}`}`;
}

const likePattern = (text: string) => text.replace(/[!%_]/g, '!$&');

/** SQLite has no booleans. */
const plainEnabled = <Row extends { enabled: boolean }>(row: Row): Row => ({
  ...row,
  enabled: Boolean(row.enabled),
});
