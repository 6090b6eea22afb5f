// An app is put under maintenance in the dashboard, visitors read so in their language, and it is ended again.

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { expect, type Office, people, test } from './support/administrator';
import { ask } from './support/visitor';

const PORT_FROM_OFFICE = 40;

/** An app and an address that no other test has to do with. */
async function addHarbourApp({ appPort, dataDir, sluice, db }: Office) {
  const port = appPort + PORT_FROM_OFFICE;
  const upstream = port + UPSTREAM_OFFSET;
  createServer((_, answer) => answer.end('ok'))
    .listen(upstream, '127.0.0.1')
    .unref();
  const file = join(dataDir, 'harbour.yaml');
  writeFileSync(
    file,
    `apps:
  - { slug: harbour, name: Harbour dashboard, port: ${port} }
ranges:
  - { range: 127.0.0.121, label: Harbour, apps: [harbour] }
`,
  );
  await sluice('apply', file);
  return db.app.findUniqueOrThrow({ where: { slug: 'harbour' } });
}

test('visitors read the message while an app is under maintenance, and get the app again afterwards', async ({
  office,
  signInAs,
  visitFrom,
}) => {
  const harbour = await addHarbourApp(office);
  const statusOf = async () => (await ask('127.0.0.121', office.url)).status;
  await expect.poll(statusOf, { timeout: 20_000 }).toBe(302);

  const page = await signInAs('editor');
  await page.goto(`${office.url}/admin/apps/${harbour.id}`);
  await page.getByRole('button', { name: 'Start maintenance' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What visitors are told').fill('New figures are being loaded.');
  await dialog.getByLabel('Ends').selectOption({ label: 'For an hour' });
  await dialog.getByRole('button', { name: 'Start now' }).click();
  await expect(page.getByRole('button', { name: 'End maintenance' })).toBeVisible();
  await expect(page.locator('main')).toContainText('New figures are being loaded.');

  await expect.poll(statusOf, { timeout: 20_000 }).toBe(503);
  for (const [locale, heading, end] of [
    ['en-GB', 'Harbour dashboard is under maintenance.', 'Expected to end'],
    ['ko-KR', '지금 Harbour dashboard 앱을 점검하고 있습니다.', '종료 예정'],
  ] as const) {
    const visitor = await visitFrom('127.0.0.121', { locale });
    const answer = await visitor.goto(office.url);
    expect(answer?.status()).toBe(503);
    expect(Number(await answer?.headerValue('retry-after'))).toBeGreaterThan(0);
    await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(visitor.locator('main')).toContainText('New figures are being loaded.');
    await expect(visitor.locator('main')).toContainText(end);
  }
  const { stdout } = await office.sluice('resolve', '127.0.0.121', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unavailable', reason: 'APP_MAINTENANCE' });

  await page.goto(`${office.url}/admin/apps`);
  await expect(page.getByRole('row', { name: /Harbour dashboard/ })).toContainText('Maintenance');
  await page.goto(`${office.url}/admin/apps/${harbour.id}`);
  await page.getByRole('button', { name: 'End maintenance' }).click();
  await expect(page.getByRole('button', { name: 'Start maintenance' })).toBeVisible();
  await expect.poll(statusOf, { timeout: 20_000 }).toBe(302);

  const changes = await office.db.changeEvent.findMany({
    where: { entity: 'App', entityId: harbour.id, kind: 'update' },
    orderBy: { id: 'asc' },
  });
  expect(changes.map(({ actor, after }) => [actor, (after as { maintenance: boolean }).maintenance])).toEqual(
    [
      [people.editor.email, true],
      [people.editor.email, false],
    ],
  );
});
