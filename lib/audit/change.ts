// A change of the rules as the audit log keeps it.

/** An object as it was or became: plain values only, other objects by the names people know them by. */
export type Snapshot = Readonly<Record<string, SnapshotValue>>;
export type SnapshotValue = string | number | boolean | null | readonly string[];

/** What visitors' decisions are made from. */
export type RuleEntity = 'App' | 'User' | 'IpRange';
export type ChangedEntity =
  | RuleEntity
  | 'Account'
  | 'Session'
  | 'Setting'
  | 'AuditLog'
  | 'Rules'
  | 'LiveSession'
  | 'Database';

/** Objects come, change and go; the rest is what happens to an account, and to the rules or the log as a whole. */
export const changeKinds = [
  'create',
  'update',
  'delete',
  'signIn',
  'signInFailed',
  'lockOut',
  'signOut',
  'endSession',
  'setPassword',
  'issueLink',
  'import',
  'export',
  'retention',
  'disconnect',
  'backup',
  'restore',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One object created, updated or deleted, or one thing that happened. Its name is frozen: the log says what was true then. */
export type Change = {
  readonly entity: ChangedEntity;
  /** Null where there is no one object: a file imported, a log exported. */
  readonly id: number | null;
  readonly kind: ChangeKind;
  /** Slug, email or range. */
  readonly label: string;
  /** Null when created. */
  readonly before: Snapshot | null;
  /** Null when deleted. */
  readonly after: Snapshot | null;
};

export type FieldChange = {
  readonly field: string;
  readonly before: SnapshotValue;
  readonly after: SnapshotValue;
};

/**
 * The fields in which two states of an object differ, in the order of `after`'s fields. A field that one of them does
 * not have counts as null there.
 *
 * @example diffFields({ name: 'A', port: 1 }, { name: 'B', port: 1 }) // [{ field: 'name', before: 'A', after: 'B' }]
 */
export function diffFields(before: Snapshot, after: Snapshot): FieldChange[] {
  const fields = [
    ...Object.keys(after),
    ...Object.keys(before).filter((field) => !Object.hasOwn(after, field)),
  ];
  return fields
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => !sameValue(change.before, change.after));
}

function sameValue(a: SnapshotValue, b: SnapshotValue): boolean {
  if (a === b) return true;
  if (!isList(a) || !isList(b)) return false;
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

const isList = (value: SnapshotValue): value is readonly string[] => Array.isArray(value);

const secretField = /password|passphrase|secret|token|hash/i;

/**
 * The state without what nobody may read in a log: the value of every field whose name says that it is secret is
 * replaced, so that the log still shows that it is there.
 *
 * @example redact({ name: 'A', passwordHash: '…' }) // { name: 'A', passwordHash: '[redacted]' }
 */
export function redact(snapshot: Snapshot): Snapshot {
  if (!Object.keys(snapshot).some((field) => secretField.test(field))) return snapshot;
  const entries = Object.entries(snapshot);
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      secretField.test(field) && value !== null ? '[redacted]' : value,
    ]),
  );
}
