// Apps that are named, but not there.

import { closest } from '../closest';
import type { Transaction } from '../db';
import type { FieldProblem } from '../rule-fields';
import { appIdsBySlug } from './queries';

/** A problem, at its place in the field `apps`, for each of the slugs that no app has. */
export async function unknownApps(tx: Transaction, slugs: readonly string[]): Promise<FieldProblem[]> {
  if (slugs.length === 0) return [];
  const known = await appIdsBySlug(tx);
  return slugs.flatMap((slug, i): FieldProblem[] => {
    if (known.has(slug)) return [];
    const params = { slug, suggestion: closest(slug, known.keys()) ?? '' };
    return [{ path: ['apps', i], code: 'APP_UNKNOWN', params, words: 'rules' }];
  });
}
