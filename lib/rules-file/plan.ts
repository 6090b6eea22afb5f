// What a rules file changes: the difference between what it says and what the database has. Pure.

import { PortsInUse } from '../apps/port-conflicts';
import type { StoredApp } from '../apps/queries';
import { type AppRule, publicPlace } from '../apps/schema';
import { diffFields, type Snapshot } from '../audit/change';
import { closest } from '../closest';
import type { StoredRange } from '../ip-ranges/queries';
import type { KeyedRange, RangeRule } from '../ip-ranges/schema';
import type { StoredUser } from '../users/queries';
import type { UserRule } from '../users/schema';
import { problemAt, type RulesFile, type RulesProblem, type Section } from './parse';
import type { Path } from './source';

/** The users and ranges that a file names: by email, and by what `rangeKey` takes. */
export type RulesNames = {
  readonly emails: readonly string[];
  readonly ranges: readonly { readonly first: string; readonly last: string }[];
};

/** The rules in the database at one revision, by slug, email and range: all of them, or those that a file names. */
export type CurrentRules = {
  revision: number;
  apps: Map<string, StoredApp>;
  users: Map<string, StoredUser>;
  ranges: Map<string, StoredRange>;
  /** Ids of the users who can sign in to the dashboard: no file removes them. */
  accounts: ReadonlySet<number>;
  /** What there is besides the users and ranges that were read. */
  unread?: { readonly emails: readonly string[]; readonly ranges: number };
};

export type Update<Rule> = { id: number; before: Rule; after: Rule };

export type SectionPlan<Rule, Added, Removed> = {
  add: Added[];
  change: Update<Rule>[];
  /** Only where everything that the file does not name is to go. */
  remove: Removed[];
  unchanged: number;
  /** In the database, not in the file, and left alone. */
  kept: number;
};

export type Plan = {
  apps: SectionPlan<AppRule, AppRule, StoredApp>;
  users: SectionPlan<UserRule, UserRule, StoredUser>;
  ranges: SectionPlan<RangeRule, KeyedRange, StoredRange>;
};

export type PlanOptions = {
  /** Whether what is not in the file is removed; users who can sign in stay, without the apps that go. */
  prune: boolean;
};

/** What a plan does with one object. */
export type PlannedRow = {
  section: Section;
  /** Its place in the file's section; null where the file does not name it. */
  index: number | null;
  id: number | null;
  /** Slug, email or range. */
  label: string;
  mark: 'new' | 'changed' | 'same' | 'removed';
  before: Snapshot | null;
  after: Snapshot | null;
};

export const rangeKey = ({ first, last }: { first: string; last: string }) => first + last;

/** Suggestions are looked for this many times only: each compares a name with all others. */
const MOST_SUGGESTIONS = 100;

/** What is wrong with the file against the rest of the rules: unknown names, and two apps at one place. */
export function checkRules(file: RulesFile, current: CurrentRules, { prune }: PlanOptions): RulesProblem[] {
  const problems: RulesProblem[] = [];
  let suggestions = 0;
  const nearest = (name: string, known: Set<string>) =>
    ++suggestions <= MOST_SUGGESTIONS ? (closest(name, known) ?? '') : '';
  const report = (path: Path, code: string, params: RulesProblem['params']) =>
    problems.push(problemAt(file, path, { code, params }));

  const slugs = prune ? file.named.apps : union(file.named.apps, current.apps.keys());
  const emails = union(file.named.users, prune ? accountEmails(current) : current.users.keys());
  if (!prune) for (const email of current.unread?.emails ?? []) emails.add(email);
  const checkApps = (section: 'users' | 'ranges', index: number, apps: readonly string[]) => {
    apps.forEach((slug, i) => {
      if (slugs.has(slug)) return;
      const code = prune && current.apps.has(slug) ? 'APP_PRUNED' : 'APP_UNKNOWN';
      report([section, index, 'apps', i], code, { slug, suggestion: nearest(slug, slugs) });
    });
  };
  for (const { index, rule } of [...file.users, ...file.broken.users]) checkApps('users', index, rule.apps);
  for (const { index, rule } of [...file.ranges, ...file.broken.ranges]) {
    checkApps('ranges', index, rule.apps);
    if (rule.user === null || emails.has(rule.user)) continue;
    const code = prune && current.users.has(rule.user) ? 'USER_PRUNED' : 'USER_UNKNOWN';
    report(['ranges', index, 'user'], code, { email: rule.user, suggestion: nearest(rule.user, emails) });
  }

  const places = new Map<string, { slug: string; line: string }>();
  const ports = new PortsInUse();
  if (!prune) {
    for (const [slug, { rule }] of current.apps) {
      if (file.named.apps.has(slug)) continue;
      places.set(publicPlace(rule), { slug, line: '' });
      ports.add(rule);
    }
  }
  for (const { index, rule } of file.apps) {
    for (const { field, code, params } of ports.conflictsOf(rule))
      report(['apps', index, field], code, params);
    ports.add(rule);
  }
  const apps = file.apps.map(({ index, rule }) => ({ index, rule, slug: rule.slug }));
  // In the order of the file: the second of two at one place is the one that is told.
  for (const { index, rule, slug } of [...apps, ...file.broken.apps].sort((a, b) => a.index - b.index)) {
    const other = places.get(publicPlace(rule));
    const line = String(file.lineOf(['apps', index, 'port']));
    if (other)
      report(['apps', index, 'port'], 'PORT_TAKEN', {
        port: String(rule.port),
        other: other.slug,
        line: other.line,
      });
    else places.set(publicPlace(rule), { slug, line });
  }
  return problems;
}

function accountEmails({ users, accounts }: CurrentRules): string[] {
  return [...users.values()].filter(({ id }) => accounts.has(id)).map(({ rule }) => rule.email);
}

function union(a: Set<string>, b: Iterable<string>): Set<string> {
  const all = new Set(a);
  for (const item of b) all.add(item);
  return all;
}

/**
 * The changes that make the database say what the file says. The file has to have passed `checkRules`; to prune, all rules have to
 * have been read. `onRow` is told each
 * object of the file, and each that goes or changes without being in it, in this order, section by section.
 */
export function planRules(
  file: RulesFile,
  current: CurrentRules,
  { prune }: PlanOptions,
  onRow: (row: PlannedRow) => void = () => {},
): Plan {
  /** How a user who can sign in stays although the file does not name them; null: they go. */
  const kept = ({ id, rule }: StoredUser): UserRule | null => {
    if (!current.accounts.has(id)) return null;
    const apps = rule.apps.filter((slug) => file.named.apps.has(slug));
    return apps.length === rule.apps.length ? rule : { ...rule, apps };
  };
  const nothingKept = () => null;
  return {
    apps: planSection({
      ...{ section: 'apps', label: ({ slug }: AppRule) => slug, current: current.apps, prune, onRow },
      wanted: file.apps.map(({ index, rule }) => ({ index, key: rule.slug, rule, added: rule })),
      kept: nothingKept,
      unread: 0,
    }),
    users: planSection({
      ...{ section: 'users', label: ({ email }: UserRule) => email, current: current.users, prune, onRow },
      wanted: file.users.map(({ index, rule }) => ({ index, key: rule.email, rule, added: rule })),
      kept,
      unread: current.unread?.emails.length ?? 0,
    }),
    ranges: planSection({
      ...{ section: 'ranges', label: ({ range }: RangeRule) => range, current: current.ranges, prune, onRow },
      wanted: file.ranges.map(({ index, rule, first, last }) => {
        return { index, key: first + last, rule, added: { rule, first, last } };
      }),
      kept: nothingKept,
      unread: current.unread?.ranges ?? 0,
    }),
  };
}

type SectionInput<Rule, Added, Stored> = {
  section: Section;
  label: (rule: Rule) => string;
  wanted: { index: number; key: string; rule: Rule; added: Added }[];
  current: Map<string, Stored>;
  prune: boolean;
  /** What becomes of an object that the file does not name, when such objects go; null: it goes. */
  kept: (stored: Stored) => Rule | null;
  /** So many more are there, which the file does not name. */
  unread: number;
  onRow: (row: PlannedRow) => void;
};

function planSection<Rule extends Snapshot, Added, Stored extends { id: number; rule: Rule }>({
  section,
  label,
  wanted,
  current,
  prune,
  kept,
  unread,
  onRow,
}: SectionInput<Rule, Added, Stored>): SectionPlan<Rule, Added, Stored> {
  const plan: SectionPlan<Rule, Added, Stored> = {
    add: [],
    change: [],
    remove: [],
    unchanged: 0,
    kept: unread,
  };
  const tell = (
    mark: PlannedRow['mark'],
    index: number | null,
    stored: Stored | null,
    after: Rule | null,
  ) => {
    const before = stored?.rule ?? null;
    const name = label((after ?? before) as Rule);
    onRow({ section, index, id: stored?.id ?? null, label: name, mark, before, after });
  };
  /** Whether the rule differs from what is stored; notes the change. */
  const changes = (stored: Stored, after: Rule) => {
    if (diffFields(stored.rule, after).length === 0) return false;
    plan.change.push({ id: stored.id, before: stored.rule, after });
    return true;
  };
  const named = new Set<string>();
  for (const { index, key, rule, added } of wanted) {
    named.add(key);
    const stored = current.get(key);
    if (!stored) {
      plan.add.push(added);
      tell('new', index, null, rule);
    } else if (changes(stored, rule)) tell('changed', index, stored, rule);
    else {
      plan.unchanged++;
      tell('same', index, stored, rule);
    }
  }
  for (const [key, stored] of current) {
    if (named.has(key)) continue;
    const after = prune ? kept(stored) : stored.rule;
    if (after === null) {
      plan.remove.push(stored);
      tell('removed', null, stored, null);
    } else {
      plan.kept++;
      if (after !== stored.rule && changes(stored, after)) tell('changed', null, stored, after);
    }
  }
  return plan;
}

/** Whether the plan has nothing to do. */
export function isEmptyPlan(plan: Plan): boolean {
  return [plan.apps, plan.users, plan.ranges].every(
    ({ add, change, remove }) => add.length === 0 && change.length === 0 && remove.length === 0,
  );
}
