// The rows that an edit concerns, where it concerns several.

import { z } from 'zod';

/** As many as one edit may concern. */
const MOST_IDS = 10_000;

export const chosenIds = z
  .array(z.int())
  .min(1, 'NOTHING_CHOSEN')
  .max(MOST_IDS, 'TOO_MANY_CHOSEN')
  .transform((ids) => [...new Set(ids)]);
