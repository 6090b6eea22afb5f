// Whether an app is under maintenance: judged at the moment that is asked about, so no job has to run for it to end.

import type { Maintenance, RuleApp } from './rules';

/**
 * The maintenance that an app is under at a moment (ms since 1970), or null. It is over from the first ms of `until` on.
 *
 * @example maintenanceAt({ underMaintenance: { message: '', until: 1000 } }, 1000) // null
 */
export function maintenanceAt(
  { underMaintenance }: Pick<RuleApp, 'underMaintenance'>,
  at: number,
): Maintenance | null {
  if (!underMaintenance) return null;
  return underMaintenance.until === null || at < underMaintenance.until ? underMaintenance : null;
}

/** What an app's rule says of it. */
type MaintenanceFields = {
  readonly maintenance: boolean;
  readonly maintenanceMessage: string;
  /** ISO 8601, or as the database holds it. */
  readonly maintenanceUntil: string | Date | null;
};

/** The maintenance of an app as its rule says it; it may be over. */
export function maintenanceOf(app: MaintenanceFields): Maintenance | null {
  if (!app.maintenance) return null;
  const { maintenanceMessage: message, maintenanceUntil: until } = app;
  return { message, until: until === null ? null : new Date(until).getTime() };
}

/** Whether the rule keeps visitors from the app at a moment (ms since 1970). */
export function isUnderMaintenance(app: MaintenanceFields, at: number): boolean {
  return maintenanceAt({ underMaintenance: maintenanceOf(app) }, at) !== null;
}
