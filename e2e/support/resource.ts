// What the battery has to know of a resource. Everything else is the same for all of them.

import type { Page } from 'playwright/test';
import type { Database } from '@/lib/db';

export type Resource = {
  name: string;
  /** Its pages are below. */
  path: string;
  entity: 'App' | 'User' | 'IpRange';
  /** What is written into the fields of the form of a new one; `i` makes it another one. */
  example: (i: number) => Readonly<Record<string, string>>;
  /** The field by which people know it in a list. */
  called: string;
  /** A field that may be changed at any time, and to what. */
  change: readonly [field: string, value: string];
  /** A field, what nobody may write into it, and what is said then. */
  wrong: readonly [field: string, value: string, message: RegExp];
  count: (db: Database) => Promise<number>;
};

export const resources: Resource[] = [
  {
    name: 'apps',
    path: '/admin/apps',
    entity: 'App',
    example: (i) => ({ name: `Weather ${i}th`, slug: `weather-${i}th`, port: String(31_000 + i) }),
    called: 'name',
    change: ['description', 'Wind and rain'],
    wrong: ['port', '70000', /65535/],
    count: (db) => db.app.count(),
  },
  {
    name: 'users',
    path: '/admin/users',
    entity: 'User',
    example: (i) => ({ name: `Carol the ${i}th`, email: `carol.${i}th@example.com` }),
    called: 'name',
    change: ['department', 'Harbour'],
    wrong: ['email', 'carol at example', /@/],
    count: (db) => db.user.count(),
  },
  {
    name: 'IP ranges',
    path: '/admin/ip-ranges',
    entity: 'IpRange',
    example: (i) => ({ range: `127.77.${i}.16/28`, label: `Floor ${i}th` }),
    called: 'label',
    change: ['note', 'Until the move'],
    wrong: ['range', '10.0.0.7/24', /10\.0\.0\.0\/24/],
    count: (db) => db.ipRange.count(),
  },
];

/** Writes into fields of the page's form by their names. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main form [name="${name}"]`).first();
    await field.waitFor({ state: 'attached' });
    // Some are behind a disclosure.
    if (!(await field.isVisible()))
      await page.locator('main form details:not([open]) > summary').first().click();
    await field.fill(value);
  }
}

export const submit = (page: Page) => page.locator('main form button[type=submit]').first().click();

/** The id in the address of the page of one. */
export const idOf = (page: Page) => Number(/\/(\d+)(?:\/edit)?$/.exec(new URL(page.url()).pathname)?.[1]);

/** Opens the list with one found by its name, and picks an item of its row's menu. */
export async function chooseFromRow(page: Page, url: string, name: string, item: string): Promise<void> {
  await page.goto(`${url}?q=${encodeURIComponent(name)}`);
  await page
    .locator('main')
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Says yes to the question that is open. */
export const sayYes = (page: Page, name: RegExp) =>
  page.locator('[role=dialog], [role=alertdialog]').getByRole('button', { name }).last().click();
