// What comes back from an edit. Plain data: it travels from the server to the form.

import type { Snapshot } from './audit/change';

/** A problem beside its field. */
export type FieldMessage = {
  /** Dotted: `apps.1`; empty where it concerns no one field. */
  readonly field: string;
  /** In the administrator's language, with what to write instead. */
  readonly message: string;
};

export type ActionResult =
  /** Committed; `changes` is 0 where there was nothing to change. `id`: of the first object changed. */
  | { readonly status: 'done'; readonly changes: number; readonly id: number | null }
  | { readonly status: 'invalid'; readonly problems: readonly FieldMessage[] }
  /** Somebody else changed the row meanwhile: how it is now, who did it and when (ms since 1970), and its new version. */
  | {
      readonly status: 'conflict';
      readonly current: Snapshot;
      readonly version: string;
      readonly actor: string;
      readonly at: number;
    }
  /** Nothing was changed; the same input with `confirmed: true` will be carried out. */
  | { readonly status: 'confirm'; readonly message: string }
  /** Nothing was changed, and the same input will not be accepted: signed out, not allowed, gone, the database away. */
  | { readonly status: 'refused'; readonly message: string };
