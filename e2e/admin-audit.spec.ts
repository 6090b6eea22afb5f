// The logs: visits of several real addresses as they happen, what was changed, and both as files.

import type { Page } from 'playwright/test';
import { expect, people, test } from './support/administrator';
import { chooseFromRow } from './support/resource';
import { ask } from './support/visitor';

async function watchLive(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Show new visits as they come' }).click();
  await expect(page.getByText('Waiting for visitors…')).toBeVisible();
}

test('visits from several addresses appear in the live view as they happen', async ({ office, signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto(`${office.url}/admin/audit/visits`);
  await watchLive(page);
  for (const address of ['127.0.0.131', '127.0.0.66', '127.0.0.132']) {
    await ask(address, office.url);
    await expect(
      page.getByRole('row', { name: new RegExp(address.replaceAll('.', '\\.')) }).first(),
    ).toBeVisible();
  }
  await expect(page.getByRole('row', { name: /127\.0\.0\.66/ }).first()).toContainText('Denied');
});

test('the live view shows only what its filter lets through', async ({ office, signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto(`${office.url}/admin/audit/visits?outcome=deny`);
  await watchLive(page);
  await ask('127.0.0.133', office.url);
  await ask('127.0.0.66', office.url);
  await expect(page.getByRole('row', { name: /127\.0\.0\.66/ }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /127\.0\.0\.133/ })).toHaveCount(0);
});

test('visits are found by block, and each opens with everything about it', async ({ office, signInAs }) => {
  for (const last of [141, 142, 143]) await ask(`127.0.9.${last}`, office.url);
  await ask('127.0.8.141', office.url);
  const page = await signInAs('viewer');
  await page.goto(`${office.url}/admin/audit/visits?address=${encodeURIComponent('127.0.9.128/25')}`);
  const found = page.getByRole('row', { name: /127\.0\.9\.14[123]/ });
  await expect(found).toHaveCount(3);
  await expect(page.getByRole('row', { name: /127\.0\.8\./ })).toHaveCount(0);
  await found.first().getByRole('link').first().click();
  await page.waitForURL(/\/admin\/audit\/visits\/[0-9a-f-]{36}/);
  const event = await office.db.accessEvent.findFirstOrThrow({
    where: { address: '127.0.9.143' },
    orderBy: { id: 'desc' },
  });
  await expect(page.locator('main')).toContainText(event.requestId);
});

for (const log of ['visits', 'changes'] as const) {
  test(`${log} are exported whole, and that is on record before the first byte`, async ({
    office,
    signInAs,
  }) => {
    await ask('127.0.0.66', office.url);
    const page = await signInAs('viewer');
    await page.goto(`${office.url}/admin/audit/${log}`);
    for (const format of ['csv', 'jsonl'] as const) {
      const before = await office.db.changeEvent.count({ where: { kind: 'export' } });
      const download = page.waitForEvent('download');
      await page.locator(`main a[href*="/audit/${log}/export"][href*="format=${format}"]`).first().click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
      const stream = await file.createReadStream();
      let text = '';
      for await (const piece of stream) text += piece;
      const lines = text.trimEnd().split('\n');
      const rows = format === 'csv' ? lines.slice(1) : lines.map((line) => JSON.parse(line));
      expect(rows.length).toBeGreaterThan(0);
      expect(text).toContain(log === 'visits' ? '127.0.0.66' : 'alice@example.com');
      expect(await office.db.changeEvent.count({ where: { kind: 'export' } })).toBe(before + 1);
    }
  });
}

test('every change of an object is in its history: who, from where, before and after', async ({
  office,
  signInAs,
}) => {
  const editor = await signInAs('editor');
  await chooseFromRow(editor, `${office.url}/admin/users`, 'Bob Novak', 'Disable');
  const bob = await office.db.user.findUniqueOrThrow({ where: { email: 'bob@example.com' } });
  await expect
    .poll(async () => (await office.db.user.findUniqueOrThrow({ where: { id: bob.id } })).enabled)
    .toBe(false);
  const event = await office.db.changeEvent.findFirstOrThrow({
    where: { entity: 'User', entityId: bob.id },
    orderBy: { id: 'desc' },
  });
  expect(event).toMatchObject({ kind: 'update', actor: people.editor.email, address: people.editor.address });
  expect(event.requestId).toMatch(/^[0-9a-f]{32}$/);
  await editor.goto(`${office.url}/admin/users/${bob.id}`);
  await expect(editor.locator('main')).toContainText(people.editor.email);
  await chooseFromRow(editor, `${office.url}/admin/users`, 'Bob Novak', 'Enable');
});

test('the log cannot be changed, nor deleted', async ({ office }) => {
  await ask('127.0.0.66', office.url);
  const { db } = office;
  const { id } = await db.accessEvent.findFirstOrThrow();
  await expect(db.accessEvent.update({ where: { id }, data: { reason: 'FIRST_APP' } })).rejects.toThrow();
  await expect(db.accessEvent.delete({ where: { id } })).rejects.toThrow();
  await expect(db.changeEvent.deleteMany()).rejects.toThrow();
});
