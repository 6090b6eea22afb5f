// What the list of changes is asked for, as its URL says it: shareable, and never an error. Pure.

import { type ChangedEntity, type ChangeKind, changeKinds } from './change';
import { momentOf, type Period, periods, textOf, withoutEmpty } from './visit-filter';

export const changedEntities = [
  'App',
  'User',
  'IpRange',
  'Account',
  'Session',
  'Setting',
  'AuditLog',
  'Rules',
  'LiveSession',
  'Database',
] as const satisfies readonly ChangedEntity[];

/** As texts of the URL; what is not set is left out. */
export type ChangeParams = {
  /** Up to now; wins over `from` and `until`. */
  readonly last?: Period;
  /** ISO 8601, in UTC. */
  readonly from?: string;
  readonly until?: string;
  /** Who, by the name that is written down. */
  readonly person?: string;
  readonly kind?: ChangeKind;
  readonly entity?: ChangedEntity;
  /** A number; only together with `entity`. */
  readonly entityId?: string;
  /** The object's name as it was then, whole. */
  readonly label?: string;
};

/** Reads the URL's parameters. Whatever is unknown, twice there or wrong counts as not set. */
export function parseChangeParams(
  given: Readonly<Record<string, string | string[] | undefined>>,
): ChangeParams {
  const text = (name: string) => textOf(given[name]);
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === text(name));
  const entity = oneOf('entity', changedEntities);
  const entityId = text('entityId');
  return withoutEmpty({
    last: oneOf('last', periods),
    from: momentOf(text('from')),
    until: momentOf(text('until')),
    person: text('person'),
    kind: oneOf('kind', changeKinds),
    entity,
    entityId: entity && entityId && /^[1-9]\d{0,8}$/.test(entityId) ? entityId : undefined,
    label: text('label'),
  });
}

/** A change's id as it may stand in a URL; null where it is none. */
export const changeId = (text: unknown) =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;

/** Where a page of the list begins, as its URL says it. */
export const changeCursor = ({ before, after }: Readonly<Record<string, unknown>>) => ({
  before: changeId(before),
  after: changeId(after),
});
