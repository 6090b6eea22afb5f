// Which ranges of a table a list shows. The table is in memory, sorted by address and a column a field: a look at half a million
// ranges takes a few milliseconds, where the database would need an index for every filter, or a scan.

import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { parseAddress } from '../routing/address';
import { type AddressRange, parseRange } from '../routing/range';
import { compareWords, type LabelNeedle, labelNeedle, type RangeColumns } from '../routing/range-columns';
import type { Grant, RuleUser } from '../routing/rules';
import type { RuleTable } from '../routing/table';
import { type RangeState, rangeState } from './range-state';

export type RangeFilters = {
  readonly state?: string;
  readonly effect?: string;
  readonly family?: string;
  /** An email, or `none`: ranges that belong to nobody. */
  readonly owner?: string;
  /** A slug: ranges that grant the app themselves or by their owner. */
  readonly app?: string;
  /** An address: ranges that contain it. */
  readonly contains?: string;
  /** A range: ranges that lie in it. */
  readonly within?: string;
};

type RowTest = (columns: RangeColumns, row: number) => boolean;

/** No user has it. */
const NOBODY = -1;

/** The places of a table (see range-order.ts) that pass. */
export type Filtered = { readonly marks: Uint8Array; readonly total: number };

/** The last answers for each table: whoever turns pages asks the same again. */
const answered = new WeakMap<RuleTable, Map<string, Filtered>>();
const MOST_ANSWERS = 16;
/** Ranges looked at in one go. */
const SLICE = 20_000;
/** For how long a range is taken to be in the state that it was in, in ms. */
const STATE_AGE = 2_000;

/**
 * Marks the places that pass all filters and the search; null where there is nothing to filter by.
 *
 * @param at the moment of the states, in ms since 1970
 */
export async function filterRanges(
  table: RuleTable,
  search: string,
  filters: RangeFilters,
  at: number,
): Promise<Filtered | null> {
  const key = JSON.stringify([search, filters, filters.state ? Math.floor(at / STATE_AGE) : 0]);
  const answers = answered.get(table) ?? new Map<string, Filtered>();
  answered.set(table, answers);
  let answer = answers.get(key);
  if (!answer) {
    const tests = rangeTests(table, search, filters, at);
    if (tests.length === 0) return null;
    answer = await markPlaces(table, tests);
  }
  // A Map keeps the order in which keys came: the first is the one not asked for the longest.
  answers.delete(key);
  answers.set(key, answer);
  if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value!);
  return answer;
}

/** In slices, so that visitors are answered in between. */
async function markPlaces(table: RuleTable, tests: readonly RowTest[]): Promise<Filtered> {
  const marks = new Uint8Array(table.size);
  let total = 0;
  let place = 0;
  for (const { columns } of [table.families[4], table.families[6]]) {
    for (let row = 0; row < columns.length; row++, place++) {
      if (place % SLICE === SLICE - 1) await yieldToOthers();
      if (!tests.every((test) => test(columns, row))) continue;
      marks[place] = 1;
      total++;
    }
  }
  return { marks, total };
}

/** The cheap tests first. */
function rangeTests(table: RuleTable, search: string, filters: RangeFilters, at: number): RowTest[] {
  const { state, effect, family, owner, app, contains, within } = filters;
  const tests: RowTest[] = [];
  if (family) tests.push((columns) => String(columns.family) === family);
  if (contains) tests.push(containing(contains));
  if (within) tests.push(inside(within));
  if (state) tests.push(inState(state, at));
  if (effect) tests.push(granting(table, (grant) => grant.effect === effect));
  if (owner) {
    const id = owner === 'none' ? null : userIdOf(table, owner);
    tests.push(granting(table, ({ userId }) => userId === id));
  }
  if (app) {
    const id = [...table.apps.values()].find(({ slug }) => slug === app)?.id ?? NOBODY;
    tests.push(
      granting(table, ({ appIds, userId, effect: gives }) => {
        if (gives === 'deny') return false;
        return (
          appIds.includes(id) || (userId !== null && table.users.get(userId)?.appIds.includes(id) === true)
        );
      }),
    );
  }
  if (search) tests.push(searching(table, search));
  return tests;
}

function userIdOf(table: RuleTable, email: string): number {
  for (const user of table.users.values()) if (user.email === email) return user.id;
  return NOBODY;
}

/** `active` holds the ranges that expire soon too: they are in force. */
function inState(wanted: string, at: number): RowTest {
  const passes = (state: RangeState) => state === wanted || (wanted === 'active' && state === 'expiring');
  return ({ enabled, validFrom, validUntil }, row) => {
    const from = validFrom[row]!;
    const until = validUntil[row]!;
    return passes(
      rangeState(
        {
          enabled: enabled[row] === 1,
          validFrom: from === Number.NEGATIVE_INFINITY ? null : from,
          validUntil: until === Number.POSITIVE_INFINITY ? null : until,
        },
        at,
      ),
    );
  };
}

const UNASKED = 0;
const YES = 1;
const NO = 2;

/** A test of the grant, which many ranges share: asked once for each. */
function granting(table: RuleTable, test: (grant: Grant) => boolean): RowTest {
  const answers = new Uint8Array(table.grants.size);
  return ({ grants }, row) => {
    const number = grants[row]!;
    if (answers[number] === UNASKED) answers[number] = test(table.grants.at(number)) ? YES : NO;
    return answers[number] === YES;
  };
}

const never: RowTest = () => false;

function containing(text: string): RowTest {
  const parsed = parseAddress(text);
  if (!parsed.ok) return never;
  const { family, words } = parsed.address;
  return (columns, row) => columns.family === family && columns.contains(row, words);
}

function inside(text: string): RowTest {
  const parsed = parseRange(text);
  return parsed.ok ? within(parsed.range) : never;
}

function within({ first, last }: AddressRange): RowTest {
  return ({ family, stride, first: firsts, last: lasts }, row) =>
    family === first.family &&
    compareWords(firsts, row * stride, first.words, 0, stride) >= 0 &&
    compareWords(lasts, row * stride, last.words, 0, stride) <= 0;
}

/**
 * An address or block finds the ranges that contain it or lie in it; the beginning of a dotted address those that lie in
 * what it begins; any text the labels and owners that have it.
 */
function searching(table: RuleTable, text: string): RowTest {
  const parsed = parseRange(text);
  if (parsed.ok) {
    const { first, last } = parsed.range;
    const lies = within(parsed.range);
    return (columns, row) =>
      columns.family === first.family &&
      (lies(columns, row) || (columns.contains(row, first.words) && columns.contains(row, last.words)));
  }
  const begun = begunBlock(text);
  const begins = begun ? within(begun) : never;
  const owners = usersWith(table.users, text);
  const owned = granting(table, ({ userId }) => userId !== null && owners.has(userId));
  const needle: LabelNeedle = labelNeedle(text);
  return (columns, row) => columns.labelIncludes(row, needle) || owned(columns, row) || begins(columns, row);
}

/** `10.1.` as 10.1.0.0/16; null for what does not begin a dotted address. */
function begunBlock(text: string): AddressRange | null {
  const octets = text.replace(/\.$/, '').split('.');
  if (octets.length > 3 || !octets.every((octet) => /^\d{1,3}$/.test(octet))) return null;
  const zeros = Array.from({ length: 4 - octets.length }, () => '0');
  const parsed = parseRange(`${[...octets, ...zeros].join('.')}/${octets.length * 8}`);
  return parsed.ok ? parsed.range : null;
}

type UserTexts = { readonly text: string; readonly ends: Int32Array; readonly ids: Int32Array };

const userTexts = new WeakMap<ReadonlyMap<number, RuleUser>, UserTexts>();

/** Names and emails of all users as one text in lower case: one text is searched in a fraction of the time of many. */
function textsOf(users: ReadonlyMap<number, RuleUser>): UserTexts {
  let made = userTexts.get(users);
  if (!made) {
    const ids = new Int32Array(users.size);
    const ends = new Int32Array(users.size);
    const parts: string[] = [];
    let length = 0;
    for (const { id, name, email } of users.values()) {
      const part = `${name}\n${email}\n`.toLowerCase();
      ids[parts.length] = id;
      length += part.length;
      ends[parts.push(part) - 1] = length;
    }
    made = { text: parts.join(''), ends, ids };
    userTexts.set(users, made);
  }
  return made;
}

/** The ids of the users whose name or email has the text in it. */
function usersWith(users: ReadonlyMap<number, RuleUser>, search: string): Set<number> {
  const { text, ends, ids } = textsOf(users);
  const needle = search.toLowerCase();
  const found = new Set<number>();
  let user = 0;
  for (let place = text.indexOf(needle); place >= 0; place = text.indexOf(needle, ends[user]!)) {
    while (ends[user]! <= place) user++;
    found.add(ids[user]!);
  }
  return found;
}
