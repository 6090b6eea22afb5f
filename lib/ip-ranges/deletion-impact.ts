// What goes with ranges when they are deleted, told before it happens.

import { formatNumber } from '../format';
import { type Locale, translator } from '../i18n';
import { rangeSize } from '../routing/range';
import { MatchedRange, type RuleTable } from '../routing/table';
import { addressesOfItsOwn, neighboursOf } from './neighbours';
import { rangeName } from './range-name';
import { atPlace } from './range-order';
import { placeOfRange } from './range-row';

/** Wider ranges that are looked at for one that is active. */
const MOST = 100;

/** In sentences: how many addresses, what they lose, and what decides for them then. Ids that are not there count as gone. */
export async function deletionImpact(
  table: RuleTable,
  ids: readonly number[],
  at: number,
  locale: Locale,
): Promise<string> {
  const t = translator(locale, 'ranges');
  const ranges = ids.map((id) => placeOfRange(table, id)).filter((place) => place >= 0);
  const matches = ranges.map((place) => matchAt(table, place));
  const [only] = matches;
  if (!only) return '';
  const total = matches.reduce((sum, { range }) => sum + rangeSize(range), 0n);
  const size = { count: matches.length, addresses: formatNumber(total, { locale }) };
  const sentences = [t('delete.addresses', size)];
  if (matches.length > 1) sentences.push(t('delete.several'));
  else sentences.push(...(await impactOfOne(table, only, at, locale)));
  return sentences.join(' ');
}

async function impactOfOne(
  table: RuleTable,
  match: MatchedRange,
  at: number,
  locale: Locale,
): Promise<string[]> {
  const t = translator(locale, 'ranges');
  if (!match.isActive(at)) return [t('delete.inactive')];
  const own = await addressesOfItsOwn(table, match.range, at);
  if (own === 0n) return [t('delete.covered')];
  const { effect, apps } = table.resolve(match);
  const count = formatNumber(own, { locale });
  const wider = neighboursOf(table, match.range, MOST).containing.first.find((other) => other.isActive(at));
  const sentences = [
    effect === 'deny'
      ? t('delete.denies', { own: count })
      : apps.length > 0
        ? t('delete.apps', { own: count, apps: apps.map(({ name }) => name).join(', ') })
        : t('delete.allows', { own: count }),
  ];
  if (!wider) sentences.push(t('delete.thenNobody'));
  else {
    const key = table.resolve(wider).effect === 'deny' ? 'delete.thenDenies' : 'delete.thenAllows';
    sentences.push(t(key, { range: rangeName(wider) }));
  }
  return sentences;
}

function matchAt(table: RuleTable, place: number): MatchedRange {
  const { columns, row } = atPlace(table, place);
  return new MatchedRange(columns, row, columns.grants[row]!);
}
