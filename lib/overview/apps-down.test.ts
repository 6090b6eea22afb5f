import { describe, expect, test } from 'vitest';
import { freshDatabase, providers } from '../testing/fresh-database';
import { appsDown } from './apps-down';

describe.each(providers)('apps that are down on %s', (provider) => {
  test('an app is down when all its copies are, since the last of them is; a disabled one is nobody’s trouble', async () => {
    const { db } = await freshDatabase(provider);
    const at = (hour: number) => new Date(Date.UTC(2026, 5, 8, hour));
    const states = {
      up: ['up'],
      half: ['down', 'up'],
      down: ['down', 'down'],
      earlier: ['down'],
      disabled: ['down'],
      unasked: [],
    } as const;
    for (const [i, [slug, copies]] of Object.entries(states).entries()) {
      const { id } = await db.app.create({
        data: { slug, name: slug, port: 8501 + i, enabled: slug !== 'disabled' },
      });
      for (const [j, state] of copies.entries()) {
        const since = at(slug === 'earlier' ? 0 : 1 + j);
        await db.appHealth.create({
          data: { appId: id, upstream: `127.0.0.1:${9000 + j}`, state, since, checkedAt: at(5) },
        });
      }
    }
    expect((await appsDown(db)).map(({ name, since }) => [name, since])).toEqual([
      ['down', at(2).getTime()],
      ['earlier', at(0).getTime()],
    ]);
  });
});
