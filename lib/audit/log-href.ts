// Where the pages of the log are. Also for the browser: nothing here reads an address, for which Node is needed.

import type { ChangeParams } from './change-filter';
import type { VisitParams } from './visit-filter';

type Texts = Readonly<Record<string, string | undefined>>;

/** The address of the list of visits with these parameters. */
export const visitsHref = (params: VisitParams & Texts) => `/admin/audit/visits${queryText(params)}`;

/** The address of the list of changes with these parameters. */
export const changesHref = (params: ChangeParams & Texts) => `/admin/audit/changes${queryText(params)}`;

/**
 * A query with its `?`; empty where nothing is set.
 *
 * @example queryText({ outcome: 'deny', user: undefined }) // '?outcome=deny'
 */
export function queryText(params: Texts): string {
  const set = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '';
}
