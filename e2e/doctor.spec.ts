// The doctor with a real stack: Nginx, portal, guard and Streamlit; and its page in the dashboard.

import { createServer } from 'node:http';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { accessibilityFaults } from './support/accessibility';
import { expect as expectOfOffice, test as officeTest } from './support/administrator';
import { type Stack, startStack } from './support/stack';
import { expect, test } from './support/test';

type Result = { name: string; status: string; code: string; detail: string; remedy: string | null };

/** Runs the command; it ends with 1 where something fails, which here may be a version or a clock of the machine's. */
async function doctor(stack: Stack): Promise<Result[]> {
  const ran = await stack.sluice('doctor', '--json', '--offline').catch((error: { stdout: string }) => error);
  return (JSON.parse(ran.stdout) as { results: Result[] }).results;
}

const of = (results: Result[], ...names: string[]) =>
  results.filter(({ name }) => names.includes(name)).map(({ status, code }) => `${status} ${code}`);

test.describe('a demo that has just started', () => {
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack({ demo: true, variables: { DOCTOR_AT_START: 'yes' } });
  });
  test.afterAll(() => stack.stop());

  test('is told what is to be done, after it is ready', async () => {
    await expect
      .poll(stack.output, { timeout: 60_000 })
      .toMatch(/The doctor found:[\s\S]*sluice doctor tells more/);
    const [before, after] = stack.output().split('The doctor found:');
    expect(before).toContain('Sluice is ready');
    expect(after).toMatch(/Warning · Names visitors come by/);
    // What passes is not told.
    expect(after).not.toMatch(/Forged headers|Secrets:|Database:/);
  });

  test('keeps forged addresses out, has its inner ports on loopback and its files closed', async () => {
    const results = await doctor(stack);
    expect(of(results, 'forgedThrough', 'forgedPast')).toEqual([
      'pass FORGED_IGNORED',
      'pass PORTAL_REFUSES',
      'pass GUARD_REFUSES',
    ]);
    expect(of(results, 'bindings', 'secrets', 'fileModes', 'database')).toEqual([
      'pass BOUND_TO_LOOPBACK',
      'pass SECRETS_STRONG',
      'pass MODES_RIGHT',
      'pass DATABASE_WHOLE',
    ]);
    const apps = results.filter(({ name }) => name === 'appPorts');
    expect(apps.map(({ code }) => code)).toContain('GUARDED_REFUSES');
    expect(apps.map(({ code }) => code)).not.toContain('GUARDED_OPEN');
    expect(apps.map(({ code }) => code)).not.toContain('UPSTREAM_OPEN');
    for (const { status, remedy } of results) expect(remedy === null).toBe(status === 'pass');
  });

  test('is found out when the guard’s port belongs to somebody else, and an app opens itself to all', async () => {
    const app = await stack.db.app.findFirstOrThrow({ where: { slug: 'sales' } });
    const inner = await freePort();
    await stack.db.app.update({ where: { id: app.id }, data: { upstream: `127.0.0.1:${inner}` } });
    const open = createServer((_, answer) => answer.end('ok'));
    await new Promise<void>((resolve) => open.listen(inner, '0.0.0.0', resolve));
    const results = await doctor(stack);
    expect(of(results, 'bindings')).toEqual(['fail BOUND_WIDE']);
    expect(results.find(({ code }) => code === 'BOUND_WIDE')?.remedy).toMatch(
      /--server\.address 127\.0\.0\.1/,
    );
    await expect(stack.sluice('doctor', '--offline')).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✗ Inner ports on loopback: sales/),
    });
    open.close();
  });
});

officeTest(
  'the page tells when the checks last ran and runs them again, in either language',
  async ({ office, signInAs }) => {
    const page = await signInAs('admin');
    await page.goto(`${office.url}/admin/doctor`);
    const run = page.getByRole('button', { name: /Run the checks|Run again/ });
    await run.click();
    await expectOfOffice(page.getByRole('heading', { name: 'Who gets in' })).toBeVisible({ timeout: 60_000 });
    await expectOfOffice(page.locator('main')).toContainText(
      'Headers that claimed another address were ignored',
    );
    await expectOfOffice(page.locator('main')).toContainText('What to do: Name the host names in .env');
    await page.setViewportSize({ width: 390, height: 844 });
    expectOfOffice(await accessibilityFaults(page)).toEqual([]);
    expectOfOffice(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.context().addCookies([{ name: 'sluice_lang', value: 'ko', url: office.url }]);
    await page.reload();
    await expectOfOffice(page.getByRole('heading', { name: '접근 통제' })).toBeVisible();
    await expectOfOffice(page.locator('main')).toContainText('다른 주소라고 주장하는 헤더를 무시했습니다');
    await page.context().clearCookies({ name: 'sluice_lang' });
  },
);

officeTest('an editor sees neither the page nor its entry in the menu', async ({ office, signInAs }) => {
  const page = await signInAs('editor');
  const answer = await page.goto(`${office.url}/admin/doctor`);
  expectOfOffice(answer?.status()).toBe(403);
  await expectOfOffice(page.getByRole('link', { name: 'Doctor' })).toHaveCount(0);
});
