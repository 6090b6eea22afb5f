// Administrators of the tests' own: `office` is a running Sluice with a few rules and three people who may sign in;
// `signInAs` opens a browser in which one of them has.

import { createServer } from 'node:http';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright/test';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import type { Role } from '@/lib/auth/administrator';
import { hashPassword } from '@/lib/auth/password';
import type { Database } from '@/lib/db';
import { type Stack, startStack } from './stack';
import { test as base, expect } from './test';
import { visitorProxy } from './visitor';

export { expect };

export const PASSWORD = 'gate by the river';

/** Each comes from an address of their own. */
export const people: Record<Role, { email: string; name: string; address: string }> = {
  viewer: { email: 'viewer@example.com', name: 'Vera Viewer', address: '127.0.0.41' },
  editor: { email: 'editor@example.com', name: 'Edgar Editor', address: '127.0.0.42' },
  admin: { email: 'admin@example.com', name: 'Ada Admin', address: '127.0.0.43' },
};

export type Office = Stack & {
  /** Cookies of those who have signed in. */
  states: Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>;
};

export type SignInOptions = BrowserContextOptions & {
  /** Not the address that this person usually comes from. */
  from?: string;
  /** A sign-in and session of its own, which the test may end. */
  fresh?: boolean;
};

type SignInAs = (role: Role, options?: SignInOptions) => Promise<Page>;

/** The rules that tests start with: whoever comes from 127.0.0.0/8 is let in, so that an administrator's own address is. */
const rulesOf = (port: number) => `
apps:
  - { slug: sales, name: Sales dashboard, port: ${port} }
  - { slug: finance, name: Finance reports, port: ${port + 1} }
users:
  - { email: alice@example.com, name: Alice Kim, department: Finance, apps: [finance] }
  - { email: bob@example.com, name: Bob Novak, department: Sales, apps: [sales] }
ranges:
  - { range: 127.0.0.0/8, label: This machine, apps: [sales] }
  - { range: 127.0.0.21, label: Desk of Alice, user: alice@example.com }
  - { range: 127.0.0.66, label: Blocked, effect: deny }
`;

export const test = base.extend<{ signInAs: SignInAs }, { office: Office }>({
  office: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
    async ({}, use) => {
      const stack = await startStack();
      const apps = [0, 1].map((i) =>
        createServer((_, answer) => answer.end('ok')).listen(
          stack.appPort + UPSTREAM_OFFSET + i,
          '127.0.0.1',
        ),
      );
      await stack.apply(rulesOf(stack.appPort));
      await addPeople(stack.db);
      await use({ ...stack, states: new Map() });
      for (const app of apps) app.close();
      await stack.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  signInAs: async ({ browser, office }, use) => {
    const closers: (() => unknown)[] = [];
    await use(async (role, { from = people[role].address, fresh = false, ...options } = {}) => {
      const proxy = await visitorProxy(from);
      closers.push(proxy.close);
      const open = (more: BrowserContextOptions) =>
        openContext(browser, proxy.server, { ...options, ...more });
      const key = `${role} ${from}`;
      const known = fresh ? undefined : office.states.get(key);
      const context = await open({ storageState: known });
      closers.unshift(() => context.close());
      const page = await context.newPage();
      if (!known) {
        await signInOn(page, office.url, people[role].email);
        if (!fresh) office.states.set(key, await context.storageState());
      }
      return page;
    });
    for (const close of closers) await close();
  },
});

function openContext(
  browser: Browser,
  server: string,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  return browser.newContext({ ...options, proxy: { server, bypass: '<-loopback>' } });
}

/** By the sign-in page, as people do. */
export async function signInOn(page: Page, url: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((to) => to.pathname === '/admin');
}

/** Straight into the database: making people is not what these tests are about. */
async function addPeople(db: Database): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  for (const [role, { email, name }] of Object.entries(people)) {
    await db.user.create({
      data: { email, name, account: { create: { role: role as Role, passwordHash } } },
    });
  }
}

/** The cookies of a signed-in page as a request's header. */
export async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}
