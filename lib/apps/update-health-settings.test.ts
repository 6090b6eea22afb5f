import { describe, expect, test } from 'vitest';
import type { Administrator } from '../auth/administrator';
import type { Database } from '../db';
import { InvalidInput } from '../errors';
import { changeRules } from '../rule-change';
import { freshDatabase, providers } from '../testing/fresh-database';
import { defaultHealthSettings, readHealthSettings } from './health-settings';
import { UpdateHealthSettings } from './update-health-settings';

const by = { email: 'admin@example.com', userId: 1, role: 'admin' } as Administrator;

const save = (db: Database, input: unknown) =>
  changeRules(db, { actor: by.email }, (tx) =>
    UpdateHealthSettings.write(tx, UpdateHealthSettings.input.parse(input), by),
  );

describe.each(providers)('the settings of health checks on %s', (provider) => {
  test('are saved together, recorded with before and after, and not written when they are the same', async () => {
    const { db } = await freshDatabase(provider);
    const wanted = { interval: 10, timeout: 4, rise: 2, fall: 3 };
    const { changes } = await save(db, wanted);
    expect(changes).toMatchObject([
      { entity: 'Setting', label: 'health', before: defaultHealthSettings, after: wanted },
    ]);
    expect(await readHealthSettings(db)).toEqual(wanted);
    expect((await save(db, wanted)).changes).toEqual([]);
  });

  test('what is no whole number within the limits is refused beside its field, all at once', async () => {
    const { db } = await freshDatabase(provider);
    const wrong = { interval: 0, timeout: 1.5, rise: '', fall: 21 };
    const error = await save(db, wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(
      (error as InvalidInput).problems.map(({ path, params }) => [path[0], params.fewest, params.most]),
    ).toEqual([
      ['interval', 1, 3600],
      ['timeout', 1, 60],
      ['rise', 1, 20],
      ['fall', 1, 20],
    ]);
    expect(await db.setting.count()).toBe(0);
  });
});
