import { describe, expect, onTestFinished, test } from 'vitest';
import { parseListParams } from '../list-params';
import { RuleTableFollower } from '../rule-table';
import { freshDatabase, providers } from '../testing/fresh-database';
import { listDepartments, listUsers, userList } from './user-list';

/** More than are named one by one. */
const MANY = 4100;

describe.each(providers)('searching users on %s', (provider) => {
  test('with the rules in memory finds what the database finds by itself, in the same order', async () => {
    const { db, url } = await freshDatabase(provider);
    const updatedAt = new Date();
    const user = (name: string, email: string, department: string) => {
      return { name, email, department, enabled: !name.endsWith('7'), updatedAt };
    };
    await db.user.createMany({
      data: [
        user('Alice Kim', 'alice@example.com', 'Sales'),
        user('Kimberly 100%', 'bob_1@example.com', 'Finance'),
        user('Carol', 'carol@kim.example', 'Kimchi (R&D)'),
        user('김민준', 'minjun@example.com', '영업'),
        user('Élodie', 'elodie@example.com', ''),
        user('Dan', 'dan@example.com', 'Kimchi (R&D)'),
        ...Array.from({ length: MANY }, (_, i) => user(`Worker ${i}`, `worker.${i}@example.com`, 'Works')),
      ],
    });
    const rules = new RuleTableFollower(url, 'first');
    onTestFinished(() => rules.stop());
    const { table } = await rules.refresh();
    const departments = await listDepartments(db);

    const searches = [
      'kim',
      'kim sales',
      '영업',
      '%',
      '_',
      '(r&d)',
      'élodie',
      'Élodie',
      'works 4099',
      '[a-z]',
      'k i m',
    ];
    const queries = [
      ...searches.map((q) => ({ q })),
      { q: 'KIM', state: 'enabled' },
      { q: 'kim alice', sort: '-email' },
      { q: 'worker', state: 'disabled', sort: '-email', page: '3', size: '25' },
    ];
    for (const query of queries) {
      const params = parseListParams(query, userList);
      const found = await listUsers(db, params, { table, departments });
      expect(found, JSON.stringify(query)).toEqual(await listUsers(db, params));
    }
    const { total } = await listUsers(db, parseListParams({ q: 'kim' }, userList), { table, departments });
    expect(total).toBe(4);
  });
});
