// What administrators write reaches Nginx by itself, and what does not reach it is said.

import { createServer } from 'node:http';
import type { Page } from 'playwright/test';
import { expect, test } from './support/administrator';
import { fillIn, submit } from './support/resource';

const SOON = { timeout: 30_000 };

async function addApp(page: Page, url: string, slug: string, port: number) {
  await page.goto(`${url}/admin/apps/new`);
  await fillIn(page, { name: slug, slug, port: String(port) });
  await expect(page.locator('main')).toContainText(
    `--server.address 127.0.0.1 --server.port ${port + 10_000}`,
  );
  await submit(page);
  await page.waitForURL(/\/admin\/apps\/\d+$/);
}

/** The status of whoever answers at the port; undefined where nobody does. */
const statusAt = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    ({ status, headers }) => (headers.get('server')?.startsWith('nginx') ? status : undefined),
    () => undefined,
  );

test('an app added in the dashboard is guarded by Nginx at its port within seconds', async ({
  office,
  signInAs,
}) => {
  const page = await signInAs('admin');
  const port = office.appPort + 20;
  await addApp(page, office.url, 'weather', port);
  await expect.poll(() => statusAt(port), SOON).toBeGreaterThanOrEqual(400);
  await page.goto(`${office.url}/admin/nginx`);
  const row = page
    .getByRole('listitem')
    .filter({ hasText: 'weather' })
    .filter({ hasText: String(port) });
  await expect(row).toContainText('Served', SOON);
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.getByText('Asked for.')).toBeVisible();
  await expect.poll(() => office.db.changeEvent.count({ where: { label: 'publishRequested' } })).toBe(1);
});

test('a port that another program has is told on every page, and served once it is free', async ({
  office,
  signInAs,
}) => {
  const port = office.appPort + 30;
  const foreign = createServer((_, answer) => answer.end('foreign'));
  await new Promise<void>((resolve) => foreign.listen(port, '0.0.0.0', resolve));
  const page = await signInAs('admin');
  await addApp(page, office.url, 'tides', port);
  await page.goto(`${office.url}/admin/nginx`);
  await expect(page.locator('main')).toContainText(
    `tides is not served: port ${port} is taken by process`,
    SOON,
  );
  await expect(page.locator('main pre')).toContainText(`listen 0.0.0.0:${port}`);
  expect(await page.locator('main').textContent()).not.toContain(office.variables.PROXY_SECRET);
  await page.goto(`${office.url}/admin/users`);
  await expect(page.getByRole('region', { name: 'Nginx’s configuration' })).toBeVisible();
  await new Promise((resolve) => foreign.close(resolve));
  await expect.poll(() => statusAt(port), SOON).toBeGreaterThanOrEqual(400);
});

test('a viewer does not see what Nginx serves', async ({ office, signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto(`${office.url}/admin/nginx`);
  await expect(page.locator('main')).not.toContainText('In force');
});
