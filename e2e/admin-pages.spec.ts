// Every page of the dashboard: light and dark, on a phone, in Korean, for those who use a screen reader or only keys.

import type { Page } from 'playwright/test';
import { accessibilityFaults } from './support/accessibility';
import { expect, type Office, PASSWORD, people, test } from './support/administrator';
import { ask } from './support/visitor';

/** So long, in ms, may a test take that goes through all pages, on a machine that others use too. */
const SWEEP = 480_000;

/** Of one object: the first that is there. */
async function pagesOf({ db, url }: Office): Promise<string[]> {
  await ask('127.0.0.21', url);
  const [user, app, range] = await Promise.all([
    db.user.findFirstOrThrow({ where: { email: 'alice@example.com' } }),
    db.app.findFirstOrThrow(),
    db.ipRange.findFirstOrThrow(),
  ]);
  const visit = await db.accessEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const change = await db.changeEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return [
    '/admin',
    ...['/admin/apps', '/admin/apps/new', `/admin/apps/${app.id}`, `/admin/apps/${app.id}/edit`],
    ...['/admin/users', '/admin/users/new', `/admin/users/${user.id}`, `/admin/users/${user.id}/edit`],
    ...['/admin/ip-ranges', '/admin/ip-ranges/new', '/admin/ip-ranges/tree'],
    ...[`/admin/ip-ranges/${range.id}`, `/admin/ip-ranges/${range.id}/edit`],
    ...['/admin/test', '/admin/test?address=127.0.0.21'],
    ...['/admin/audit/visits', `/admin/audit/visits/${visit.id}`],
    ...['/admin/audit/changes', `/admin/audit/changes/${change.id}`],
    ...[
      '/admin/import',
      '/admin/people',
      '/admin/sessions',
      '/admin/live-sessions',
      '/admin/doctor',
      '/admin/settings',
      '/admin/password',
    ],
    '/admin/nginx',
  ];
}

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** All that is wrong, so that one run tells everything. */
async function faultsOf(page: Page, width: number): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return [
    ...(await accessibilityFaults(page)),
    ...(wide > width ? [`scrolls sideways: ${wide} of ${width}`] : []),
  ];
}

/** Words of the other language, as far as they are ours. */
async function untranslated(page: Page): Promise<string[]> {
  const text = (await page.locator('main').allInnerTexts()).join('\n');
  const navigation = await page.getByRole('navigation').first().textContent();
  const english = /\b(Save|Delete|Edit|Cancel|Search|Filter|Export)\b/.exec(text)?.[0];
  return [
    ...((await page.locator('html').getAttribute('lang')) === 'ko' ? [] : ['does not say that it is Korean']),
    ...(navigation?.includes('사용자') ? [] : ['its navigation is not Korean']),
    // Headings are words of ours, but for those that are somebody's name.
    ...(/[가-힣]/.test(text) ? [] : ['nothing Korean on it']),
    ...(english ? [`«${english}» in English`] : []),
  ];
}

for (const [locale, colorScheme, width] of [
  ['en', 'light', 390],
  ['ko', 'dark', 1440],
] as const) {
  test(`every page, ${locale}, ${colorScheme}, ${width} wide: in its language, axe finds nothing serious, nothing to scroll sideways, no errors`, async ({
    office,
    signInAs,
  }) => {
    test.setTimeout(SWEEP);
    const page = await signInAs('admin', { colorScheme, viewport: { width, height: 844 } });
    await page.context().addCookies([{ name: 'sluice_lang', value: locale, url: office.url }]);
    const errors = errorsOf(page);
    const faults: Record<string, string[]> = {};
    for (const path of await pagesOf(office)) {
      const answer = await page.goto(office.url + path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      // What is looked up after the page is there stands faded until it has come.
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const found = [
        ...(answer?.status() === 200 ? [] : [`answered with ${answer?.status()}`]),
        ...(await faultsOf(page, width)),
        ...(locale === 'ko' ? await untranslated(page) : []),
        ...errors.splice(0),
      ];
      if (found.length > 0) faults[path] = found;
    }
    expect(faults).toEqual({});
  });
}

test('the sign-in page: axe finds nothing serious in either scheme, on a phone', async ({
  office,
  browser,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const errors = errorsOf(page);
    await page.goto(`${office.url}/login`);
    expect([await faultsOf(page, 390), errors]).toEqual([[], []]);
    await context.close();
  }
});

test('a list’s first load brings less than 200 kB of compressed script', async ({ office, signInAs }) => {
  const page = await signInAs('editor');
  for (const list of ['users', 'ip-ranges', 'apps', 'audit/visits']) {
    const context = page.context();
    const fresh = await context.newPage();
    const session = await context.newCDPSession(fresh);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scripts = new Set<string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await fresh.goto(`${office.url}/admin/${list}`, { waitUntil: 'networkidle' });
    expect(scripts.size).toBeGreaterThan(0);
    expect(bytes, list).toBeLessThan(200_000);
    await fresh.close();
  }
});

test('the command palette opens by keys and leads to a person, a range and an address', async ({
  office,
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto(`${office.url}/admin`);
  const open = async (text: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  };
  await open('alice');
  await page.getByRole('option', { name: /Alice/ }).first().click();
  await page.waitForURL(/\/admin\/users\/\d+/);
  await open('127.0.0.21');
  await page.getByRole('option', { name: 'Test 127.0.0.21' }).click();
  await page.waitForURL('**/admin/test?address=127.0.0.21**');
  await expect(page.locator('main')).toContainText('Desk of Alice');
});

/** Opens a page whose scripts come when the result is called. */
async function openWithoutScripts(page: Page, url: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const scripts = '**/_next/static/**/*.js';
  await page.route(scripts, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  return async () => {
    release();
    await page.waitForLoadState('networkidle');
    await page.unroute(scripts);
  };
}

test('the palette’s keys are heeded while the page’s scripts are still on their way', async ({
  office,
  signInAs,
}) => {
  const page = await signInAs('viewer');
  const release = await openWithoutScripts(page, `${office.url}/admin`);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await release();
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toHaveCount(0);
});

test('what is typed, or filled in by the browser, before the page’s scripts are there is not lost', async ({
  office,
  browser,
  signInAs,
}) => {
  const stranger = await browser.newPage();
  const showSignIn = await openWithoutScripts(stranger, `${office.url}/login`);
  await stranger.locator('input[name=email]').fill(people.viewer.email);
  await stranger.locator('input[name=password]').fill(PASSWORD);
  await showSignIn();
  await stranger.locator('form button[type=submit]').click();
  await stranger.waitForURL((to) => to.pathname === '/admin');
  await stranger.close();

  const page = await signInAs('editor');
  const showForm = await openWithoutScripts(page, `${office.url}/admin/users/new`);
  await page.getByLabel('Name').fill('Early Bird');
  await showForm();
  await page.getByLabel('Email').fill('early@example.com');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Early Bird');

  const showList = await openWithoutScripts(page, `${office.url}/admin/users`);
  await page.getByRole('searchbox').fill('novak');
  await showList();
  await page.waitForURL('**/admin/users?q=novak');
  await expect(page.getByRole('link', { name: 'Alice Kim' })).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveValue('novak');
});
