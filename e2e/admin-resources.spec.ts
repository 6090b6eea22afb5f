// Apps, users and IP ranges: the whole life of each, and what each role may do with them. A resource only brings its data
// (support/resource.ts).

import { cookieOf, expect, type Office, people, test } from './support/administrator';
import { chooseFromRow, fillIn, idOf, type Resource, resources, sayYes, submit } from './support/resource';
import { type CaughtAction, catchAction, outcomeOf, sendAction, turnedAway } from './support/server-action';

/** The changes recorded of a resource since a moment in the log. */
function changesOf({ db }: Office, { entity }: Resource) {
  let last = 0;
  return {
    async begin() {
      last = (await db.changeEvent.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0;
    },
    async kinds() {
      const events = await db.changeEvent.findMany({
        where: { id: { gt: last }, entity },
        orderBy: { id: 'asc' },
      });
      // Not the newest there is by now: what came since the question was asked is for the next time.
      last = events.at(-1)?.id ?? last;
      return events.map(({ kind }) => kind);
    },
  };
}

for (const resource of resources) {
  const { name, path, example, called, change, wrong, count } = resource;

  test(`${name}: created, found, changed, disabled, duplicated and deleted, each recorded once`, async ({
    office,
    signInAs,
  }) => {
    const page = await signInAs('editor');
    const list = office.url + path;
    const changes = changesOf(office, resource);
    await changes.begin();
    const first = example(1);

    // What is wrong is told beside its field, and the rest stays.
    await page.goto(list);
    await page.locator(`main a[href^="${path}/new"]`).first().click();
    await page.waitForURL(`**${path}/new`);
    await fillIn(page, { ...first, [wrong[0]]: wrong[1] });
    await submit(page);
    await expect(page.locator(`main form [name="${wrong[0]}"]`).first()).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    await expect(page.locator('main form')).toContainText(wrong[2]);
    await expect(page.locator(`main form [name="${called}"]`).first()).toHaveValue(first[called] ?? '');
    expect(await changes.kinds()).toEqual([]);

    await fillIn(page, first);
    await submit(page);
    await page.waitForURL(new RegExp(`${path}/\\d+`));
    const id = idOf(page);
    expect(await changes.kinds()).toEqual(['create']);

    await page.goto(`${list}?q=${encodeURIComponent(first[called] ?? '')}`);
    await expect(page.locator(`main a[href="${path}/${id}"]`).first()).toBeVisible();

    const edit = `${list}/${id}/edit`;
    await page.goto(edit);
    await fillIn(page, { [change[0]]: change[1] });
    await submit(page);
    await page.waitForURL(`**${path}/${id}`);
    await expect(page.locator('main')).toContainText(change[1]);
    expect(await changes.kinds()).toEqual(['update']);

    // Saving without a change leaves no trace.
    await page.goto(edit);
    await submit(page);
    await expect(page.getByText('There was nothing to change.')).toBeVisible();
    expect(await changes.kinds()).toEqual([]);

    for (const item of ['Disable', 'Enable']) {
      await chooseFromRow(page, list, first[called] ?? '', item);
      await expect.poll(() => changes.kinds()).toEqual(['update']);
    }

    await chooseFromRow(page, list, first[called] ?? '', 'Duplicate');
    await page.waitForURL(`**${path}/new?**`);
    await expect(page.locator(`main form [name="${change[0]}"]`).first()).toHaveValue(change[1]);
    await fillIn(page, example(2));
    await submit(page);
    await page.waitForURL(new RegExp(`${path}/\\d+`));
    expect(await changes.kinds()).toEqual(['create']);

    const before = await count(office.db);
    for (const i of [1, 2]) {
      await chooseFromRow(page, list, example(i)[called] ?? '', 'Delete');
      await sayYes(page, /^Delete/);
      await expect.poll(() => changes.kinds()).toEqual(['delete']);
    }
    expect(await count(office.db)).toBe(before - 2);
    await page.goto(`${list}?q=${encodeURIComponent(first[called] ?? '')}`);
    await expect(page.locator(`main a[href="${path}/${id}"]`)).toHaveCount(0);
  });

  test(`${name}: what nobody, a viewer, an editor and an administrator may do`, async ({
    office,
    signInAs,
  }) => {
    const list = office.url + path;
    const changes = changesOf(office, resource);
    const admin = await signInAs('admin');
    const cookies = {
      nobody: undefined,
      viewer: await cookieOf(await signInAs('viewer')),
      editor: await cookieOf(await signInAs('editor')),
      admin: await cookieOf(admin),
    };
    const send = async (
      who: keyof typeof cookies,
      action: CaughtAction,
      replace?: Record<string, string>,
    ) => {
      const from = who === 'nobody' ? '127.0.0.44' : people[who].address;
      return outcomeOf(await sendAction(action, { from, cookie: cookies[who], replace }));
    };
    /** The example's values become another one's. */
    const as = (i: number) =>
      Object.fromEntries(
        Object.entries(example(3)).map(([field, value]) => [value, example(i)[field] ?? '']),
      );
    await changes.begin();

    await admin.goto(`${list}/new`);
    await fillIn(admin, example(3));
    const create = await catchAction(admin, () => submit(admin));
    for (const who of ['nobody', 'viewer'] as const) expect(await send(who, create)).toMatch(turnedAway);
    expect(await changes.kinds()).toEqual([]);
    expect(await send('editor', create)).toBe('done');
    expect(await changes.kinds()).toEqual(['create']);
    expect(await send('editor', create)).toBe('invalid');
    expect(await changes.kinds()).toEqual([]);
    expect(await send('admin', create, as(4))).toBe('done');
    expect(await changes.kinds()).toEqual(['create']);

    const { entityId } = await office.db.changeEvent.findFirstOrThrow({
      where: { entity: resource.entity, kind: 'create' },
      orderBy: { id: 'desc' },
    });
    await admin.goto(`${list}/${entityId}/edit`);
    const same = await catchAction(admin, () => submit(admin));
    expect(await send('editor', same)).toBe('done');
    expect(await changes.kinds()).toEqual([]);
    await admin.goto(`${list}/${entityId}/edit`);
    await fillIn(admin, { [change[0]]: change[1] });
    const update = await catchAction(admin, () => submit(admin));
    for (const who of ['nobody', 'viewer'] as const) expect(await send(who, update)).toMatch(turnedAway);
    expect(await changes.kinds()).toEqual([]);
    expect(await send('editor', update)).toBe('done');
    expect(await changes.kinds()).toEqual(['update']);
    // The row is another one now than the one that was edited.
    expect(await send('admin', update)).toBe('conflict');
    expect(await changes.kinds()).toEqual([]);

    await chooseFromRow(admin, list, example(4)[called] ?? '', 'Delete');
    const remove = await catchAction(admin, () => sayYes(admin, /^Delete/));
    for (const who of ['nobody', 'viewer'] as const) expect(await send(who, remove)).toMatch(turnedAway);
    expect(await changes.kinds()).toEqual([]);
    expect(await send('admin', remove)).toBe('done');
    expect(await changes.kinds()).toEqual(['delete']);
    expect(await send('admin', remove)).toBe('refused');
    expect(await changes.kinds()).toEqual([]);
  });

  test(`${name}: a viewer sees the list and nothing to change it with`, async ({ office, signInAs }) => {
    const viewer = await signInAs('viewer');
    await viewer.goto(office.url + path);
    await expect(viewer.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(viewer.locator(`main a[href^="${path}/new"]`)).toHaveCount(0);
    await expect(viewer.locator('main').getByRole('checkbox')).toHaveCount(0);
    const refused = await viewer.goto(`${office.url}${path}/new`);
    expect(refused?.status()).toBe(403);
    await expect(viewer.locator('main form')).toHaveCount(0);
  });
}
