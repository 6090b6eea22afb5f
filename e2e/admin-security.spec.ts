// Who may not: those who have signed out, those from elsewhere, those who guess, those with too small a role.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright/test';
import { cookieOf, expect, type Office, PASSWORD, people, signInOn, test } from './support/administrator';
import { fillIn, submit } from './support/resource';
import { type CaughtAction, catchAction, outcomeOf, sendAction, turnedAway } from './support/server-action';
import { ask, visitorProxy } from './support/visitor';

const pages = [
  ...['', '/apps', '/users', '/ip-ranges', '/test', '/audit/visits', '/audit/changes'],
  ...['/import', '/people', '/sessions', '/settings', '/password'],
].map((path) => `/admin${path}`);
const forAdministrators = ['/admin/people', '/admin/settings'];

/** The action that makes a range, as an administrator's browser would send it. */
async function rangeAction(page: Page, url: string, range: string): Promise<CaughtAction> {
  await page.goto(`${url}/admin/ip-ranges/new`);
  await fillIn(page, { range, label: 'Caught' });
  return catchAction(page, () => submit(page));
}

const rangesCalled = ({ db }: Office, label: string) => db.ipRange.count({ where: { label } });

test('without a sign-in, every page leads to the sign-in page and back', async ({ office, browser }) => {
  for (const path of pages) {
    const answer = await ask('127.0.0.44', office.url + path);
    expect([path, answer.status >= 300 && answer.status < 400]).toEqual([path, true]);
    expect(answer.headers.location).toMatch(/\/login/);
    expect(answer.body).not.toContain('alice@example.com');
  }
  const proxy = await visitorProxy('127.0.0.45');
  const context = await browser.newContext({ proxy: { server: proxy.server, bypass: '<-loopback>' } });
  const page = await context.newPage();
  await page.goto(`${office.url}/admin/users?q=alice`);
  await page.locator('input[name=email]').fill(people.viewer.email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL('**/admin/users?q=alice');
  await context.close();
  proxy.close();
});

test('each role sees its own pages and no others', async ({ office, signInAs }) => {
  for (const role of ['viewer', 'editor', 'admin'] as const) {
    const cookie = await cookieOf(await signInAs(role));
    for (const path of pages) {
      const { status } = await ask(people[role].address, office.url + path, { headers: { cookie } });
      const mayNot =
        (role !== 'admin' && forAdministrators.includes(path)) ||
        (role === 'viewer' && path === '/admin/import');
      expect([role, path, status]).toEqual([role, path, mayNot ? 403 : 200]);
    }
  }
});

test('the session cookie is out of reach of scripts and says nothing', async ({ office, signInAs }) => {
  const page = await signInAs('editor');
  const cookies = await page.context().cookies(office.url);
  const session = cookies.find(({ name }) => name.endsWith('session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(session?.value).toMatch(/^[\w-]{43}$/);
  const rows = await office.db.session.findMany();
  expect(rows.map(({ id }) => id)).not.toContain(session?.value);
});

test('a copied cookie is worth nothing after signing out', async ({ office, signInAs }) => {
  const page = await signInAs('editor', { fresh: true });
  const action = await rangeAction(page, office.url, '127.78.1.0/28');
  const cookie = await cookieOf(page);
  const asked = () => ask(people.editor.address, `${office.url}/admin/users`, { headers: { cookie } });
  expect((await asked()).status).toBe(200);
  await page.goto(`${office.url}/admin`);
  await page
    .getByRole('button', { name: /^Your account/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/login**');
  const after = await asked();
  expect(after.headers.location).toMatch(/\/login/);
  expect(after.body).not.toContain('alice@example.com');
  expect(outcomeOf(await sendAction(action, { from: people.editor.address, cookie }))).toMatch(turnedAway);
  expect(await rangesCalled(office, 'Caught')).toBe(0);
});

test('a session that is ended while in use: nothing is saved, and what was written stays', async ({
  office,
  signInAs,
}) => {
  const page = await signInAs('editor', { fresh: true, from: '127.0.0.46' });
  await page.goto(`${office.url}/admin/ip-ranges/new`);
  await fillIn(page, { range: '127.78.2.0/28', label: 'Written before the end' });
  const admin = await signInAs('admin');
  await admin.goto(`${office.url}/admin/sessions?of=everyone`);
  await admin.getByRole('button', { name: /^End the session of .*127\.0\.0\.46/ }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
  await expect(admin.getByText('The session has ended.')).toBeVisible();
  await submit(page);
  await expect(page.locator('main form').getByRole('alert').first()).toContainText('You are signed out.');
  await expect(page.locator('main form [name=label]')).toHaveValue('Written before the end');
  expect(await rangesCalled(office, 'Written before the end')).toBe(0);
  const ended = await office.db.changeEvent.findFirstOrThrow({
    where: { kind: 'endSession' },
    orderBy: { id: 'desc' },
  });
  expect(ended.actor).toBe(people.admin.email);
});

test('a post with another Origin is refused, whatever cookie comes with it', async ({ office, signInAs }) => {
  const page = await signInAs('editor');
  const action = await rangeAction(page, office.url, '127.78.3.0/28');
  const cookie = await cookieOf(page);
  const from = people.editor.address;
  const origins = [
    null,
    'null',
    `http://127.0.0.1:${office.appPort}`,
    `https://127.0.0.1:${office.httpPort}`,
    `http://localhost:${office.httpPort}`,
    `http://127.0.0.1:${office.httpPort}.evil.example`,
    'http://127.0.0.1',
  ];
  for (const origin of origins) {
    const outcome = outcomeOf(await sendAction(action, { from, cookie, origin }));
    expect([origin, outcome]).toEqual([origin, expect.stringMatching(/^(refused|HTTP [45]\d\d)$/)]);
  }
  expect(await rangesCalled(office, 'Caught')).toBe(0);
  expect(outcomeOf(await sendAction(action, { from, cookie }))).toBe('done');
  expect(await rangesCalled(office, 'Caught')).toBe(1);
});

test('a page on another port of this host, to which the browser sends the cookie, gets nothing done', async ({
  office,
  signInAs,
}) => {
  const page = await signInAs('editor');
  const action = await rangeAction(page, office.url, '127.78.4.0/28');
  const id = action.headers['next-action'] ?? '';
  const cookies: string[] = [];
  const form = `
    <form method="post" enctype="multipart/form-data" action="${action.url}">
      <input name="$ACTION_ID_${id}">
      <input name="1_input" value='{"range":"127.78.4.0/28","label":"From elsewhere"}'>
    </form><script>document.forms[0].submit()</script>`;
  const elsewhere = createServer((request, answer) => {
    cookies.push(request.headers.cookie ?? '');
    answer.setHeader('content-type', 'text/html').end(form);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.goto(`http://127.0.0.1:${port}/`);
  expect((await answered).status()).toBeGreaterThanOrEqual(400);
  expect(cookies[0]).toContain('session=');
  expect(await office.db.ipRange.count({ where: { label: 'From elsewhere' } })).toBe(0);
  elsewhere.close();
});

test('guessing is slowed down for the one who guesses, and for nobody else', async ({ office, browser }) => {
  const open = async (from: string) => {
    const proxy = await visitorProxy(from);
    const context = await browser.newContext({ proxy: { server: proxy.server, bypass: '<-loopback>' } });
    return { page: await context.newPage(), close: () => context.close().then(proxy.close) };
  };
  const guesser = await open('127.0.0.47');
  const alert = guesser.page.locator('form').getByRole('alert');
  const guess = async (email: string) => {
    await guesser.page.goto(`${office.url}/login`);
    await guesser.page.locator('input[name=email]').fill(email);
    await guesser.page.locator('input[name=password]').fill('not the pass phrase');
    await guesser.page.locator('form button[type=submit]').click();
    await expect(alert).toBeVisible();
    return alert.textContent();
  };
  const wrong = await guess(people.viewer.email);
  expect(await guess('nobody.of.that.name@example.com')).toBe(wrong);
  let said = wrong;
  for (let i = 0; i < 8 && said === wrong; i++) said = await guess(people.viewer.email);
  expect(said).toMatch(/Too many attempts/);
  // From another address the same person signs in as ever.
  const elsewhere = await open('127.0.0.48');
  await signInOn(elsewhere.page, office.url, people.viewer.email);
  const kinds = await office.db.changeEvent.findMany({
    where: { address: '127.0.0.47' },
    select: { kind: true, after: true },
  });
  expect(kinds.filter(({ kind }) => kind === 'lockOut')).toHaveLength(1);
  expect(JSON.stringify(kinds)).not.toContain('not the pass phrase');
  await guesser.close();
  await elsewhere.close();
});

test('a user who is disabled, and one whose role is taken away, are out at the next click', async ({
  office,
  signInAs,
}) => {
  const { db } = office;
  const page = await signInAs('viewer', { fresh: true, from: '127.0.0.49' });
  const { id } = await db.user.findUniqueOrThrow({ where: { email: people.viewer.email } });
  await db.user.update({ where: { id }, data: { enabled: false } });
  await page.goto(`${office.url}/admin/users`);
  expect(page.url()).toContain('/login');
  await db.user.update({ where: { id }, data: { enabled: true } });
});

test('of next-auth there is what the dashboard uses, and it takes fields of a sensible size', async ({
  office,
}) => {
  const from = '127.0.0.149';
  const url = (path: string) => `${office.url}/api/auth/${path}`;
  for (const path of [
    'session',
    'providers',
    'signin',
    'error',
    'callback/credentials',
    'csrf/',
    'csrf%2f',
  ]) {
    expect([path, (await ask(from, url(path))).status]).toEqual([path, 404]);
  }
  const post = (type: string, body: string) =>
    ask(from, url('callback/credentials'), {
      ...{ method: 'POST', body },
      headers: { origin: office.url, 'content-type': type },
    });
  expect((await post('application/json', '{"email":')).status).toBe(400);
  expect((await post('text/plain', 'email=kim@example.com')).status).toBe(400);
  expect((await post('application/x-www-form-urlencoded', `email=${'x'.repeat(20_000)}`)).status).toBe(400);
  expect(await office.db.changeEvent.count({ where: { address: from } })).toBe(0);
});

test('past Nginx, the portal’s own port has no dashboard', async ({ office, signInAs }) => {
  const cookie = await cookieOf(await signInAs('admin'));
  for (const path of ['/admin', '/login', '/api/auth/csrf']) {
    const answer = await ask('127.0.0.1', `http://127.0.0.1:${office.portalPort}${path}`, {
      headers: { cookie, 'X-Real-IP': '127.0.0.43', 'X-Forwarded-For': '127.0.0.43' },
    });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});
