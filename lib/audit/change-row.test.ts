import { expect, test } from 'vitest';
import { changedFields, changeRow } from './change-row';
import type { RecordedChange } from './changes';

const by = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

const change = (fields: Partial<RecordedChange>): RecordedChange => ({
  ...{ id: 1, at: 0, revision: 1, actor: 'ada@example.com', actorId: 1, address: null, requestId: null },
  ...{ kind: 'update', entity: 'IpRange', entityId: 1, label: '10.0.0.0/8', before: null, after: null },
  ...fields,
});

test('what was and what became of each field, in words', () => {
  const before = { label: 'Old', enabled: true, validUntil: null, apps: ['sales'] };
  const after = { label: 'New', enabled: false, validUntil: '2026-01-01T00:00:00.000Z', apps: ['sales'] };
  expect(changedFields(before, after, by)).toEqual([
    { field: 'label', name: 'Label', was: 'Old', became: 'New' },
    { field: 'enabled', name: 'Enabled', was: 'yes', became: 'no' },
    { field: 'validUntil', name: 'Valid until', was: 'none', became: 'Jan 1, 2026, 09:00' },
  ]);
});

test('of what is new or gone, only what it has', () => {
  const state = { label: 'Desk', note: '', apps: [], user: null };
  expect(changedFields(null, state, by)).toEqual([
    { field: 'label', name: 'Label', was: null, became: 'Desk' },
  ]);
  expect(changedFields(state, null, by)).toMatchObject([{ was: 'Desk', became: null }]);
});

test('a line names four fields and counts the others', () => {
  const names = ['label', 'effect', 'enabled', 'note', 'user', 'apps'];
  const state = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
  const row = changeRow(change({ before: state('a'), after: state('b') }), by);
  expect(row.summary).toBe('Label, Effect, Enabled, Note and 2 more');
  expect(row.fields).toHaveLength(6);
  expect(changeRow(change({ kind: 'create', after: { label: 'Desk' } }), by).summary).toBe('Details');
});
