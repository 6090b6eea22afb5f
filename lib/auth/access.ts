// The proof that someone may do something. Only requireRole makes one, and the database is reached through it: a page or
// route that forgot to ask has nothing to read with.

import type { Database } from '@/lib/db';
import type { Administrator } from './administrator';

declare const granted: unique symbol;

export type Access = {
  readonly by: Administrator;
  readonly db: Database;
  readonly [granted]: true;
};
