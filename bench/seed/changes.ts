// What administrators have done in a year.

import type { BulkLoad, Row } from '../bulk-load';
import type { SeedRules } from './rules';

const YEAR = 365 * 86_400_000;

const columns = [
  ...['id', 'at', 'revision', 'actor', 'actorId', 'address', 'requestId'],
  ...['kind', 'entity', 'entityId', 'label', 'before', 'after'],
];

/** Fills ChangeEvent and sets the rules' revision. */
export async function loadChanges(
  load: BulkLoad,
  rules: SeedRules,
  count: number,
  random: () => number,
): Promise<void> {
  const { users, until } = rules;
  let revision = 0;
  function* rows(): Generator<Row> {
    for (let id = 1; id <= count; id++) {
      const actor = users[Math.floor(20 * random() ** 2)]!;
      const change = random() < 0.25 ? signIn(rules, random) : ruleChange(rules, random);
      if (change.entity !== 'Account') revision++;
      yield [
        ...[id, new Date(until - YEAR + Math.floor((YEAR * id) / count))],
        change.entity === 'Account' ? null : revision,
        ...[actor.email, actor.id, `10.0.0.${actor.id}`, id.toString(16).padStart(32, '0')],
        ...[change.kind, change.entity, change.entityId, change.label, change.before, change.after],
      ];
    }
  }
  await load.insert('ChangeEvent', columns, rows());
  await load.execute(`UPDATE "RuleState" SET "revision" = ${revision} WHERE "id" = 1`);
}

type SeedChange = {
  kind: string;
  entity: 'User' | 'IpRange' | 'Account';
  entityId: number | null;
  label: string;
  before: string | null;
  after: string | null;
};

function signIn({ users }: SeedRules, random: () => number): SeedChange {
  const { id, email } = users[Math.floor(random() * 20)]!;
  const kind = random() < 0.1 ? 'signInFailed' : random() < 0.5 ? 'signIn' : 'signOut';
  return { kind, entity: 'Account', entityId: id, label: email, before: null, after: null };
}

function ruleChange({ apps, users, ranges }: SeedRules, random: () => number): SeedChange {
  const kind = random() < 0.5 ? 'create' : random() < 0.8 ? 'update' : 'delete';
  const slugs = (ids: readonly number[]) => ids.map((id) => apps[id - 1]!.slug);
  const states = (state: object, earlier: object) => ({
    before: kind === 'create' ? null : JSON.stringify({ ...state, ...earlier }),
    after: kind === 'delete' ? null : JSON.stringify(state),
  });
  if (random() < 0.3) {
    const {
      id,
      email,
      name,
      department,
      enabled,
      apps: granted,
    } = users[Math.floor(random() * users.length)]!;
    const state = { email, name, department, landing: null, enabled, note: '', apps: slugs(granted) };
    return { kind, entity: 'User', entityId: id, label: email, ...states(state, { department: 'Sales' }) };
  }
  const range = ranges[Math.floor(random() * ranges.length)]!;
  const state = {
    ...{ range: range.text, label: range.label, effect: range.deny ? 'deny' : 'allow', landing: null },
    ...{ enabled: range.enabled, validFrom: null, validUntil: null, note: '' },
    user: range.userId === null ? null : users[range.userId - 1]!.email,
    apps: slugs(range.apps),
  };
  return { kind, entity: 'IpRange', entityId: range.id, label: range.text, ...states(state, { label: '' }) };
}
