// How the apps are asked for their health, as administrators set it.

import { z } from 'zod';
import type { Mutation } from '@/lib/admin-action';
import { InvalidInput } from '@/lib/errors';
import type { FieldProblem } from '@/lib/rule-fields';
import { isWholeNumber } from '@/lib/whole-number';
import { HEALTH_SETTING, type HealthSettings, healthLimits, readHealthSettings } from './health-settings';

const names = Object.keys(healthLimits) as (keyof HealthSettings)[];
const HealthInput = z.object({
  interval: z.unknown(),
  timeout: z.unknown(),
  rise: z.unknown(),
  fall: z.unknown(),
});

export const UpdateHealthSettings: Mutation<typeof HealthInput> = {
  role: 'admin',
  input: HealthInput,
  fields: names,
  async write(tx, input) {
    const problems = names.flatMap((name) => numberProblem(name, input[name]));
    if (problems.length > 0) throw new InvalidInput(problems);
    const { interval, timeout, rise, fall } = input as HealthSettings;
    const after: HealthSettings = { interval, timeout, rise, fall };
    const before = await readHealthSettings(tx);
    if (names.every((name) => before[name] === after[name])) return [];
    const value = JSON.stringify(after);
    await tx.setting.upsert({
      where: { name: HEALTH_SETTING },
      create: { name: HEALTH_SETTING, value },
      update: { value },
    });
    return [{ entity: 'Setting', id: null, kind: 'update', label: HEALTH_SETTING, before, after }];
  },
};

function numberProblem(name: keyof HealthSettings, given: unknown): FieldProblem[] {
  const limits = healthLimits[name];
  if (isWholeNumber(given, limits)) return [];
  return [{ path: [name], code: 'WHOLE_NUMBER', params: limits, words: 'settings' }];
}
