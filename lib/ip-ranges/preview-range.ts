// What a range that is still being written will do, in sentences.

import type { Administrator } from '../auth/administrator';
import { formatMoment, formatNumber } from '../format';
import { translator } from '../i18n';
import { addressFromKey } from '../routing/address';
import { decide } from '../routing/decide';
import { rangeSize } from '../routing/range';
import type { RuleRange } from '../routing/rules';
import { buildRuleTable, type RuleTable } from '../routing/table';
import { addressesOfItsOwn, neighboursOf } from './neighbours';
import { rangeName } from './range-name';
import { rangeState } from './range-state';
import type { KeyedRange } from './schema';

/** Wider ranges that are looked at for one that is active. */
const MOST = 100;

/**
 * What the visitors from its addresses will get, for which of them, and from when until when.
 *
 * @param at in ms since 1970
 * @param id of the range being edited, null for a new one
 */
export async function previewRange(
  table: RuleTable,
  range: KeyedRange,
  at: number,
  by: Pick<Administrator, 'locale' | 'timeZone'>,
  id: number | null,
): Promise<string> {
  const t = translator(by.locale, 'ranges');
  const draft = asRuleRange(table, range);
  const state = rangeState(draft, at);
  if (state === 'disabled' || state === 'expired') return t(`preview.${state}`);

  const sentences = [outcomeOf(table, draft, range.rule.range, at, by)];
  const size = rangeSize(draft);
  const own = await addressesOfItsOwn(table, draft, at, id);
  const number = (value: bigint) => formatNumber(value, by);
  if (own === 0n) sentences.push(t('preview.covered'));
  else if (own < size) {
    sentences.push(t('preview.narrower', { others: number(size - own), total: number(size) }));
  }
  const { containing } = neighboursOf(table, draft, MOST);
  const wider = containing.first.find((other) => other.id !== id && other.isActive(at));
  if (wider && own > 0n) sentences.push(t('preview.wider', { range: rangeName(wider) }));
  const { validFrom, validUntil } = draft;
  if (state === 'notYet' && validFrom !== null) {
    sentences.push(t('preview.from', { from: formatMoment(validFrom, by) }));
  }
  if (validUntil !== null) sentences.push(t('preview.until', { until: formatMoment(validUntil, by) }));
  return sentences.join(' ');
}

/** The decision that the range leads to where it decides, at the beginning of its validity. */
function outcomeOf(
  { apps, users, defaultLanding }: RuleTable,
  draft: RuleRange,
  range: string,
  at: number,
  { locale }: Pick<Administrator, 'locale'>,
): string {
  const t = translator(locale, 'ranges');
  const alone = buildRuleTable({
    apps: [...apps.values()],
    users: draft.userId === null ? [] : [users.get(draft.userId)!],
    ranges: [draft],
    defaultLanding,
  });
  const decision = decide({ address: draft.first, at: Math.max(at, draft.validFrom ?? at), table: alone });
  const names = decision.apps.map(({ name }) => name);
  const [app = '', ...others] = names;
  if (decision.outcome === 'choose') return t('preview.choose', { range, apps: names.join(', ') });
  if (decision.outcome === 'redirect') {
    return others.length > 0
      ? t('preview.redirectMore', { range, app, others: others.join(', ') })
      : t('preview.redirect', { range, app });
  }
  if (decision.reason === 'USER_DISABLED') {
    return t('preview.USER_DISABLED', { range, user: decision.user?.name ?? '' });
  }
  return t(decision.reason === 'NO_APP' ? 'preview.NO_APP' : 'preview.RANGE_DENIES', { range });
}

function asRuleRange(table: RuleTable, { first, last, rule }: KeyedRange): RuleRange {
  const slugs = new Map([...table.apps.values()].map(({ slug, id }) => [slug, id]));
  const moment = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    id: 0,
    first: addressFromKey(first),
    last: addressFromKey(last),
    label: rule.label,
    effect: rule.effect,
    landing: rule.landing,
    enabled: rule.enabled,
    validFrom: moment(rule.validFrom),
    validUntil: moment(rule.validUntil),
    userId: rule.user === null ? null : (findUserId(table, rule.user) ?? null),
    appIds: rule.apps.flatMap((slug) => slugs.get(slug) ?? []),
  };
}

function findUserId(table: RuleTable, email: string): number | undefined {
  for (const user of table.users.values()) if (user.email === email) return user.id;
  return undefined;
}
