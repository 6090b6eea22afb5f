// Two people at one row, a page left by mistake, an administrator about to lock themselves out as a visitor.

import { expect, people, test } from './support/administrator';
import { fillIn, sayYes, submit } from './support/resource';

test('of two who edit one row, the second is told, shown the difference, and loses nothing', async ({
  office,
  signInAs,
}) => {
  const alice = await office.db.user.findUniqueOrThrow({ where: { email: 'alice@example.com' } });
  const edit = `${office.url}/admin/users/${alice.id}/edit`;
  const first = await signInAs('editor');
  const second = await signInAs('admin');
  await first.goto(edit);
  await second.goto(edit);
  await fillIn(first, { department: 'Treasury' });
  await submit(first);
  await first.waitForURL(`**/admin/users/${alice.id}`);

  await fillIn(second, { name: 'Alice Kim-Novak', department: 'Controlling' });
  await submit(second);
  const dialog = second.getByRole('dialog');
  await expect(dialog).toContainText('Somebody else changed this while you were editing');
  await expect(dialog).toContainText(people.editor.email);
  for (const value of ['Finance', 'Treasury', 'Controlling']) await expect(dialog).toContainText(value);
  expect((await office.db.user.findUniqueOrThrow({ where: { id: alice.id } })).name).toBe('Alice Kim');

  // Their department, one’s own name.
  const theirs = dialog.getByRole('row', { name: /Treasury/ }).getByRole('radio', { name: /Take theirs/ });
  await theirs.check();
  await dialog.getByRole('button', { name: 'Save these' }).click();
  await second.waitForURL(`**/admin/users/${alice.id}`);
  expect(await office.db.user.findUniqueOrThrow({ where: { id: alice.id } })).toMatchObject({
    name: 'Alice Kim-Novak',
    department: 'Treasury',
  });
});

test('what is not saved is not lost by a click on a link', async ({ office, signInAs }) => {
  const page = await signInAs('editor');
  await page.goto(`${office.url}/admin/users/new`);
  await fillIn(page, { name: 'Not yet saved' });
  const leave = () => page.getByRole('link', { name: 'Apps', exact: true }).first().click();
  await leave();
  const question = page.locator('[role=dialog], [role=alertdialog]');
  await expect(question).toContainText('Leave without saving?');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.locator('main form [name=name]')).toHaveValue('Not yet saved');
  await leave();
  await sayYes(page, /^Leave/);
  await page.waitForURL('**/admin/apps');
});

test('a change that would deny one’s own address asks first', async ({ office, signInAs }) => {
  const page = await signInAs('admin', { from: '127.0.0.50' });
  await page.goto(`${office.url}/admin/ip-ranges/new`);
  await fillIn(page, { range: '127.0.0.50', label: 'My own desk' });
  await page.getByRole('radio', { name: /^Denies/ }).check();
  await submit(page);
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('your own address 127.0.0.50 would be denied');
  expect(await office.db.ipRange.count({ where: { label: 'My own desk' } })).toBe(0);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  await expect(page.locator('main form [name=label]')).toHaveValue('My own desk');
  await submit(page);
  await question.getByRole('button', { name: 'Save anyway' }).click();
  await page.waitForURL(/\/admin\/ip-ranges\/\d+/);
  expect(await office.db.ipRange.count({ where: { label: 'My own desk' } })).toBe(1);
});

test('someone new with an address is added on one page, and lands', async ({
  office,
  signInAs,
  visitFrom,
}) => {
  const page = await signInAs('editor');
  await page.goto(`${office.url}/admin/users`);
  await page.locator('main a[href^="/admin/users/new"]').first().click();
  await page.waitForURL('**/admin/users/new');
  await fillIn(page, { name: 'Dora Lind', email: 'dora.lind@example.com' });
  await page.locator('main form').getByRole('combobox', { name: 'Add an app' }).fill('fin');
  await page.getByRole('option', { name: /Finance reports/ }).click();
  await fillIn(page, { range: '127.0.0.121' });
  await submit(page);
  await page.waitForURL(/\/admin\/users\/\d+/);
  await expect(page.locator('main')).toContainText('127.0.0.121');
  const visitor = await visitFrom('127.0.0.121');
  const answer = await visitor.goto(office.url);
  expect(answer?.url()).toBe(`http://127.0.0.1:${office.appPort + 1}/`);
});

test('nonsense in the URL of a list never breaks the page', async ({ office, signInAs }) => {
  const page = await signInAs('viewer');
  const nonsense = [
    'page=-1&size=7&sort=--x&columns=,,none',
    'page=99999999999999999999&q=%00%01%F0%9F%98%80%27%22%3C',
    'q=a&q=b&state=maybe&page=two',
    'before=zzz&after=1&address=10.0.0.7/99&from=never&user=%25',
    'contains=10.1&within=x&app=..%2F..&columns=range',
  ];
  for (const list of ['apps', 'users', 'ip-ranges', 'audit/visits', 'audit/changes']) {
    for (const query of nonsense) {
      const answer = await page.goto(`${office.url}/admin/${list}?${query}`);
      expect([list, query, answer?.status()]).toEqual([list, query, 200]);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
  }
});
