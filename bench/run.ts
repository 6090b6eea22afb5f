// What every section of a run shares.

import type { Words } from './figures';
import type { Workspace } from './workspace';

export type Run = {
  workspace: Workspace;
  /** Fewer and shorter rounds: to try the harness, not for figures to publish. */
  quick: boolean;
  /** Tells how far it is. */
  say: (key: Parameters<Words>[0], values?: Record<string, string | number>) => void;
  /** Adds to the versions that the report names. */
  versions: (more: Record<string, string>) => void;
};
