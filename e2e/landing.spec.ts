// The main job: each visitor lands by address, in a real browser, on a real Streamlit app.

import { expect, test } from './support/test';
import { ask } from './support/visitor';

test('a visitor with one app lands on it without noticing', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.21');
  await page.goto(demo.url);
  await expect(page.getByRole('heading', { level: 1, name: /Sales dashboard/ })).toBeVisible({
    timeout: 30_000,
  });
  expect(page.url()).toBe(`http://127.0.0.1:${demo.appPort}/`);
});

test('another visitor lands on another app, by the same link', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.31');
  await page.goto(demo.url);
  await expect(page.getByRole('heading', { level: 1, name: /Energy monitor/ })).toBeVisible({
    timeout: 30_000,
  });
  expect(page.url()).toBe(`http://127.0.0.1:${demo.appPort + 1}/`);
});

test('a visitor with several apps chooses one', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.1');
  const response = await page.goto(demo.url);
  expect(response?.status()).toBe(200);
  await expect(page.getByRole('heading', { name: 'Which app would you like to open?' })).toBeVisible();
  await page.getByRole('link', { name: /Inventory/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Inventory/ })).toBeVisible({ timeout: 30_000 });
  expect(page.url()).toBe(`http://127.0.0.1:${demo.appPort + 2}/`);
});

test('a visitor over IPv6 chooses too, and lands over IPv6', async ({ demo, visitFrom }) => {
  const page = await visitFrom('::1');
  await page.goto(`http://[::1]:${demo.httpPort}/`);
  await page.getByRole('link', { name: /Sales/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Sales dashboard/ })).toBeVisible({
    timeout: 30_000,
  });
  expect(page.url()).toBe(`http://[::1]:${demo.appPort}/`);
});

test('a denied visitor reads why, their address and the request id, and gets nowhere', async ({
  demo,
  visitFrom,
}) => {
  const page = await visitFrom('127.0.0.66');
  const response = await page.goto(demo.url);
  expect(response?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access from this address is blocked.');
  await expect(page.getByText('127.0.0.66')).toBeVisible();
  await expect(page.getByText((await response?.headerValue('x-request-id')) ?? 'missing')).toBeVisible();
  await page.goto(`${demo.url}/go/sales`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access from this address is blocked.');
});

test('access that has expired is no access', async ({ demo }) => {
  const answer = await ask('127.0.0.77', demo.url);
  expect(answer.status).toBe(403);
  expect(answer.body).toContain('This address does not have access to any app.');
});

test('an app asked for by name opens where it is granted, and only there', async ({ demo }) => {
  const granted = await ask('127.0.0.31', `${demo.url}/go/inventory`);
  expect(granted).toMatchObject({
    status: 302,
    headers: { location: `http://127.0.0.1:${demo.appPort + 2}/` },
  });
  for (const slug of ['sales', 'nowhere', 'INVENTORY', 'inventory%2f..', '__proto__', 'inventory/x', '']) {
    const refused = await ask('127.0.0.31', `${demo.url}/go/${slug}`);
    expect([slug, refused.status, refused.headers.location]).toEqual([slug, 403, undefined]);
  }
});

test('a redirect is a 302 that nothing keeps, for GET and for HEAD', async ({ demo }) => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask('127.0.0.21', demo.url, { method });
    expect(answer).toMatchObject({
      status: 302,
      headers: { location: `http://127.0.0.1:${demo.appPort}/`, 'cache-control': 'no-store' },
    });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  }
});

test('every other method is refused', async ({ demo }) => {
  for (const path of ['/', '/go/sales', '/whoami']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await ask('127.0.0.21', demo.url + path, { method });
      expect([method, answer.status, answer.headers.location]).toEqual([method, 405, undefined]);
    }
  }
});

test('the query of an app’s link is handed on to the app, and to nobody else', async ({ demo }) => {
  const target = `http://127.0.0.1:${demo.appPort}/`;
  const queries = [
    ...['?region=seoul&year=2026', '?q=%ED%95%9C%EA%B5%AD', '?a=1&a=2&empty=', '?next=http://evil.example/'],
    ...['?embed', '?plus=a+b%20c', '?%0d%0aSet-Cookie:x=1'],
  ];
  for (const query of queries) {
    const { headers, status } = await ask('127.0.0.21', `${demo.url}/go/sales`, {
      path: `/go/sales${query}`,
    });
    expect([query, status, headers['set-cookie']]).toEqual([query, 302, undefined]);
    const location = new URL(headers.location ?? '');
    expect(location.origin + location.pathname).toBe(target);
    expect([...location.searchParams]).toEqual([...new URLSearchParams(query)]);
  }
  expect((await ask('127.0.0.21', `${demo.url}/?region=seoul`)).headers.location).toBe(target);
});

test('odd spellings of the path lead nowhere else', async ({ demo }) => {
  for (const path of [
    '//evil.example',
    '//evil.example/go/sales',
    '/go//sales',
    '/./',
    '/%2e%2e/',
    '/go/sales/../../',
    '/\\evil.example',
  ]) {
    const { headers, status } = await ask('127.0.0.66', demo.url, { path });
    expect([path, status < 500]).toEqual([path, true]);
    const location = headers.location;
    if (location) expect(new URL(location, demo.url).origin).toBe(new URL(demo.url).origin);
  }
});

test('whoami shows a visitor what the portal sees', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.21');
  await page.goto(`${demo.url}/whoami`);
  for (const text of ['127.0.0.21', 'Alice’s desk', 'FIRST_APP'])
    await expect(page.getByText(text).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /Sales/ })).toBeVisible();
});
