// What may be wrong with the database, apart from how it is told; the words for people are in messages/, under `database`.

export type DatabaseProblemCode =
  | 'LOCKED'
  | 'READ_ONLY'
  | 'FULL'
  | 'CORRUPT'
  | 'UNREACHABLE'
  | 'DENIED'
  | 'NOT_MIGRATED'
  | 'NEWER'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_EDITED'
  | 'OTHER';

export type DatabaseProblem = {
  code: DatabaseProblemCode;
  /** What the database said, on one line and without secrets; for MigrationErrors the names of the migrations. */
  detail: string;
};

/** A problem that was found in another thread, where the error itself stayed. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';
  constructor(readonly problem: DatabaseProblem) {
    super(problem.detail);
  }
}
