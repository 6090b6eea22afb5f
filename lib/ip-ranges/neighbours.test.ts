import { describe, expect, test } from 'vitest';
import { parseAddress } from '@/lib/routing/address';
import { type AddressRange, formatRange, parseRange } from '@/lib/routing/range';
import type { RuleRange } from '@/lib/routing/rules';
import { buildRuleTable } from '@/lib/routing/table';
import { deletionImpact } from './deletion-impact';
import { explainAddress } from './explain-address';
import { inspectRange } from './inspect-range';
import { addressesOfItsOwn, type Group, neighboursOf } from './neighbours';
import { previewRange } from './preview-range';
import { rangeSchema } from './schema';

const at = Date.parse('2026-06-01T00:00:00Z');
const by = { locale: 'en', timeZone: 'UTC' } as const;

const range = (text: string): AddressRange => {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.range;
};

const rule = (id: number, text: string, rest: Partial<RuleRange> = {}): RuleRange => ({
  ...range(text),
  ...{ id, label: '', effect: 'allow', landing: null, userId: null, appIds: [1] },
  ...{ enabled: true, validFrom: null, validUntil: null },
  ...rest,
});

const app = (id: number, name: string) => ({
  ...{ id, slug: name.toLowerCase(), name, description: '', port: 8500 + id },
  ...{ scheme: null, host: null, path: '/', upstream: null, guarded: true, enabled: true },
});

const table = buildRuleTable({
  apps: [app(1, 'Sales'), app(2, 'Finance')],
  users: [{ id: 1, email: 'kim@example.com', name: 'Kim', enabled: true, landing: null, appIds: [2] }],
  ranges: [
    rule(1, '10.0.0.0/8', { label: 'Company' }),
    rule(2, '10.0.0.0/16'),
    rule(3, '10.0.0.0/24', { label: 'Floor', userId: 1 }),
    rule(4, '10.0.0.7'),
    rule(5, '10.0.0.200-10.0.1.10', { effect: 'deny', appIds: [] }),
    rule(6, '10.0.0.9', { enabled: false }),
    rule(7, '2001:db8::/32'),
  ],
});

const names = ({ total, first }: Group) => [total, ...first.map((match) => formatRange(match.range))];

describe('the neighbours of a range', () => {
  test('are told apart, the nearest wider one first', () => {
    const { equal, containing, contained, overlapping } = neighboursOf(table, range('10.0.0.0/24'), 10);
    expect(equal?.id).toBe(3);
    expect(names(containing)).toEqual([2, '10.0.0.0/16', '10.0.0.0/8']);
    expect(names(contained)).toEqual([2, '10.0.0.7', '10.0.0.9']);
    expect(names(overlapping)).toEqual([1, '10.0.0.200-10.0.1.10']);
  });

  test('are counted all, and listed up to a number', () => {
    expect(names(neighboursOf(table, range('10.0.0.7'), 2).containing)).toEqual([
      3,
      '10.0.0.0/24',
      '10.0.0.0/16',
    ]);
    expect(neighboursOf(table, range('192.0.2.1'), 2)).toEqual({
      equal: null,
      containing: { total: 0, first: [] },
      contained: { total: 0, first: [] },
      overlapping: { total: 0, first: [] },
    });
  });

  test('leave a range the addresses that no narrower active one holds', async () => {
    // 10.0.0.7 is another’s; 10.0.0.9 is disabled; first–last of 67 addresses is narrower, and 56 of them are in the block.
    expect(await addressesOfItsOwn(table, range('10.0.0.0/24'), at)).toBe(256n - 1n - 56n);
    expect(await addressesOfItsOwn(table, range('10.0.0.0/24'), at, 4)).toBe(256n - 56n);
    expect(await addressesOfItsOwn(table, range('10.0.0.7'), at)).toBe(1n);
    expect(await addressesOfItsOwn(table, range('2001:db8::/31'), at)).toBe(2n ** 96n);
  });
});

describe('the inspector', () => {
  const inspect = (text: string, except?: number) => inspectRange(table, text, { locale: 'en', at, except });

  test('says what a text is as a range', () => {
    expect(inspect('  ')).toEqual({ status: 'empty' });
    expect(inspect('10.0.0.7/24')).toMatchObject({ suggestions: ['10.0.0.0/24', '10.0.0.7'] });
    expect(inspect(' 10.0.0.0-10.0.0.255 ')).toMatchObject({
      range: '10.0.0.0/24',
      size: { exact: '256', exponent: null },
      equal: { id: 3, label: 'Floor', owner: { name: 'Kim' } },
    });
    expect(inspect('2001:db8::/64')).toMatchObject({
      size: { exact: '18,446,744,073,709,551,616', exponent: 64 },
    });
  });

  test('leaves out the range that is being edited', () => {
    expect(inspect('10.0.0.0/24', 3)).toMatchObject({ equal: null, containing: { total: 2 } });
    expect(inspect('10.0.0.0/25', 3)).toMatchObject({ containing: { total: 2 } });
  });
});

describe('what is said before it happens', () => {
  const preview = (fields: object, id: number | null = null) =>
    previewRange(table, rangeSchema.parse({ range: '10.0.3.0/24', ...fields }), at, by, id);

  test('a preview says what visitors get, and instead of what', async () => {
    expect(await preview({ apps: ['finance', 'sales'] })).toBe(
      'Visitors from 10.0.3.0/24 land on Finance, and may use Sales too. It goes before 10.0.0.0/16, which is wider.',
    );
    expect(await preview({ apps: ['sales'], user: 'kim@example.com', landing: 'choose' })).toMatch(
      /choose between Sales, Finance/,
    );
    expect(await preview({})).toMatch(/denied, because no app is granted/);
    expect(await preview({ effect: 'deny' })).toMatch(/^Visitors from 10.0.3.0\/24 are denied\./);
    expect(await preview({ enabled: false })).toMatch(/disabled/);
    expect(await preview({ apps: ['sales'], validUntil: '2026-07-01T00:00:00Z' })).toMatch(
      /ends by itself on Jul 1, 2026/,
    );
  });

  test('a deletion says how many lose what, and what decides then', async () => {
    const impact = (...ids: number[]) => deletionImpact(table, ids, at, 'en');
    expect(await impact(4)).toMatch(/^It holds 1 address\. .*Sales.* Then Floor \(10\.0\.0\.0\/24\) decides/);
    expect(await impact(1)).toMatch(/No wider range holds them/);
    expect(await impact(6)).toMatch(/does not count at the moment/);
    expect(await impact(3, 4)).toMatch(/^Together they hold 257 addresses\./);
    expect(await impact(99)).toBe('');
  });

  test('an address is explained by every range that contains it', () => {
    const parsed = parseAddress('10.0.0.9');
    if (!parsed.ok) throw new Error();
    const { decision, ranges } = explainAddress({ table, address: parsed.address, at });
    expect(decision.range?.id).toBe(3);
    expect(ranges.map(({ range: { id }, verdict }) => [id, verdict])).toEqual([
      [6, 'disabled'],
      [3, 'decides'],
      [2, 'overridden'],
      [1, 'overridden'],
    ]);
  });
});
