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

/** The same of an app as the rules say it. */
export function maintenanceOf(app: {
  maintenance: boolean;
  maintenanceMessage: string;
  /** ISO 8601, or as the database holds it. */
  maintenanceUntil: string | Date | null;
}): Maintenance | null {
  if (!app.maintenance) return null;
  const { maintenanceMessage: message, maintenanceUntil: until } = app;
  return { message, until: until === null ? null : new Date(until).getTime() };
}
