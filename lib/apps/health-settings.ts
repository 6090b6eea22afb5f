// How often the apps are asked for their health, and how often they have to say the same before it counts.

import { z } from 'zod';
import type { Database, Transaction } from '@/lib/db';

/** The name of the Setting that holds them. */
export const HEALTH_SETTING = 'health';

export type HealthSettings = {
  /** Between two checks of a copy, in seconds. */
  readonly interval: number;
  /** How long an answer may take, in seconds. */
  readonly timeout: number;
  /** So many good answers in a row and a copy that was down is up. */
  readonly rise: number;
  /** So many bad ones in a row and a copy that was up is down. */
  readonly fall: number;
};

export const defaultHealthSettings: HealthSettings = { interval: 3, timeout: 2, rise: 1, fall: 2 };

/** What each may be. */
export const healthLimits = {
  interval: { fewest: 1, most: 3600 },
  timeout: { fewest: 1, most: 60 },
  rise: { fewest: 1, most: 20 },
  fall: { fewest: 1, most: 20 },
} as const satisfies Record<keyof HealthSettings, { fewest: number; most: number }>;

const limited = ({ fewest, most }: { fewest: number; most: number }, fallback: number) =>
  z.int().min(fewest).max(most).catch(fallback);

/** What is not as it could have been set counts as not set. */
const stored = z.object({
  interval: limited(healthLimits.interval, defaultHealthSettings.interval),
  timeout: limited(healthLimits.timeout, defaultHealthSettings.timeout),
  rise: limited(healthLimits.rise, defaultHealthSettings.rise),
  fall: limited(healthLimits.fall, defaultHealthSettings.fall),
});

export async function readHealthSettings(db: Database | Transaction): Promise<HealthSettings> {
  const setting = await db.setting.findUnique({ where: { name: HEALTH_SETTING } });
  return setting ? stored.parse(JSON.parse(setting.value)) : defaultHealthSettings;
}
