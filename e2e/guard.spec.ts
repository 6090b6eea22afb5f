// Guarded apps as people meet them: a real Streamlit behind the guard, in a real browser.

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect as baseExpect, type Page } from 'playwright/test';
import { UPSTREAM_OFFSET } from '@/lib/apps/upstreams';
import { openWebsocket } from '@/lib/guard/websocket-fixture';
import { type Stack, startStack } from './support/stack';
import { startStreamlit } from './support/streamlit';
import { expect, test } from './support/test';
import { ask } from './support/visitor';

const JIWOO = '127.0.0.21';
const ALICE = '127.0.0.22';
const OTHER = '127.0.0.31';
const BLOCKED = '127.0.0.66';

let stack: Stack;
let app: { stop: () => Promise<void> };

const rules = (port: number, jiwoo = true) => `
apps:
  - { slug: mirror, name: Mirror, port: ${port} }
  - { slug: other, name: Other, port: ${port + 1} }
users:
  - { email: jiwoo@example.com, name: 김지우, apps: [mirror, other] }
ranges:
  - { range: ${JIWOO}, user: jiwoo@example.com, enabled: ${jiwoo} }
  - { range: ${ALICE}, apps: [mirror] }
  - { range: ${OTHER}, apps: [other] }
  - { range: ${BLOCKED}, effect: deny }
`;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  stack = await startStack();
  app = await startStreamlit('mirror', stack.appPort + UPSTREAM_OFFSET);
  await stack.apply(rules(stack.appPort));
  // Until the keeper has published, nothing listens there.
  await baseExpect(async () => {
    baseExpect((await ask(JIWOO, url('/_stcore/health'))).body).toBe('ok');
  }).toPass({ timeout: 60_000 });
});
test.afterAll(async () => {
  await app.stop();
  await stack.stop();
});

const url = (path = '/', port = stack.appPort) => `http://127.0.0.1:${port}${path}`;

/** The page with the app in it, at work. */
async function opened(page: Page): Promise<Page> {
  await page.goto(url());
  await expect(page.getByRole('heading', { name: 'Hello,' })).toBeVisible({ timeout: 30_000 });
  return page;
}

async function addOne(page: Page, expected: number): Promise<void> {
  await page.getByRole('button', { name: 'Add one' }).click();
  await expect(page.getByText(`Clicks: ${expected}`)).toBeVisible();
}

const sessions = async () =>
  JSON.parse((await stack.sluice('sessions', '--json')).stdout) as {
    id: string;
    address: string;
    appSlug: string;
  }[];

/** A process of the stack, by its name. */
const processOf = (name: string) => {
  const { children } = JSON.parse(readFileSync(join(stack.dataDir, 'run', 'children.json'), 'utf8')) as {
    children: { name: string; pid: number }[];
  };
  return children.find((child) => child.name === name)!.pid;
};

test('an allowed visitor lands on the app and uses it: a widget changes, 200 MB are uploaded', async ({
  visitFrom,
}) => {
  const page = await visitFrom(JIWOO);
  await page.goto(stack.url);
  await expect(page.getByRole('heading', { name: 'Hello, 김지우' })).toBeVisible({ timeout: 30_000 });
  await addOne(page, 1);
  // Streamlit counts in thousands.
  const bytes = 200_000_000;
  const file = join(stack.dataDir, 'large.bin');
  writeFileSync(file, Buffer.alloc(bytes, randomBytes(1 << 20)));
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText(`Uploaded: ${bytes} bytes`)).toBeVisible({ timeout: 90_000 });
  await addOne(page, 2);
});

test('the app is told who it is, and nothing that the visitor forged, and never the portal’s cookies', async ({
  visitFrom,
}) => {
  const page = await visitFrom(JIWOO, {
    extraHTTPHeaders: { 'X-Sluice-User': 'forged', 'X-Sluice-Email': 'forged', 'Remote-User': 'forged' },
  });
  const cookie = { domain: '127.0.0.1', path: '/', value: 'portal-secret' };
  await page.context().addCookies([
    { ...cookie, name: 'sluice-session', httpOnly: true, sameSite: 'Lax' },
    { ...cookie, name: 'sluice-csrf' },
    { ...cookie, name: 'own', value: 'kept' },
  ]);
  await opened(page);
  const headers = await page.locator('code').first().textContent();
  expect(headers).toContain('kept');
  expect(headers).not.toMatch(/portal-secret|forged|x-sluice-secret/i);
  expect(headers).toContain(JIWOO);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, 김지우');
  await expect(page.getByText('User: jiwoo@example.com')).toBeVisible();
  const alice = await opened(await visitFrom(ALICE));
  await expect(alice.getByRole('heading', { level: 1 })).toHaveText('Hello, stranger');
  await expect(alice.getByText('User: nobody')).toBeVisible();
});

test('a denied visitor gets 403 for everything at every guarded port, with the reason and a request id', async ({
  visitFrom,
}) => {
  for (const port of [stack.appPort, stack.appPort + 1]) {
    const denied = [BLOCKED, '127.0.0.99', port === stack.appPort ? OTHER : ALICE];
    for (const from of denied) {
      const paths = [
        '/',
        '/static/js/index.js',
        '/_stcore/upload_file/a/b',
        '/media/a.png',
        '/_stcore/health',
      ];
      for (const path of [...paths, '/component/a/index.html', '/_stcore/host-config', '/~/+/x']) {
        const answer = await ask(from, url(path, port));
        expect([from, path, answer.status]).toEqual([from, path, 403]);
      }
      expect((await openWebsocket({ port, from, host: `127.0.0.1:${port}` })).status).toBe(403);
    }
  }
  const page = await visitFrom(BLOCKED, { locale: 'ko-KR' });
  const answer = await page.goto(url());
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('이 주소의 접근이 차단되어 있습니다.');
  await expect(page.locator('dl')).toContainText('RANGE_DENIES');
  await expect(page.locator('dl')).toContainText(String(await answer?.headerValue('x-request-id')));
});

test('a rule is removed while two are connected: one is cut within two seconds, the other goes on where they were', async ({
  visitFrom,
}) => {
  const jiwoo = await opened(await visitFrom(JIWOO));
  const alice = await opened(await visitFrom(ALICE));
  await addOne(jiwoo, 1);
  await addOne(alice, 1);
  await addOne(alice, 2);
  await stack.apply(rules(stack.appPort, false));
  await expect
    .poll(async () => (await sessions()).map(({ address }) => address), { timeout: 10_000 })
    .toEqual([ALICE]);
  const { at: changed } = await stack.db.changeEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const { at: cut } = await stack.db.accessEvent.findFirstOrThrow({
    where: { reason: 'ACCESS_ENDED', address: JIWOO },
  });
  expect(cut.getTime() - changed.getTime()).toBeLessThan(2000);
  expect((await ask(JIWOO, url())).status).toBe(403);
  await addOne(alice, 3);
  await stack.apply(rules(stack.appPort));
  await expect.poll(async () => (await ask(JIWOO, url())).status, { timeout: 10_000 }).toBe(200);
});

test('a session can be ended from the command line, on record, and opens again', async ({ visitFrom }) => {
  const alice = await opened(await visitFrom(ALICE));
  await addOne(alice, 1);
  const { id } = (await sessions()).find(({ address }) => address === ALICE)!;
  expect((await stack.sluice('sessions')).stdout).toContain(id);
  expect((await stack.sluice('sessions', 'disconnect', id)).stdout).toContain(ALICE);
  const change = await stack.db.changeEvent.findFirstOrThrow({ where: { kind: 'disconnect' } });
  expect(change).toMatchObject({ actor: 'command line', entity: 'LiveSession', label: `mirror ${ALICE}` });
  await expect(stack.sluice('sessions', 'disconnect', id)).rejects.toThrow(/no open session/);
  // Streamlit connects again by itself.
  await expect
    .poll(async () => (await sessions()).some((session) => session.address === ALICE && session.id !== id), {
      timeout: 30_000,
    })
    .toBe(true);
});

test('the portal is killed: open sessions go on', async ({ visitFrom }) => {
  const alice = await opened(await visitFrom(ALICE));
  await addOne(alice, 1);
  process.kill(processOf('portal'), 'SIGKILL');
  await addOne(alice, 2);
  const again = await opened(await visitFrom(JIWOO));
  await addOne(again, 1);
  await expect.poll(async () => (await ask(JIWOO, stack.url)).status, { timeout: 60_000 }).toBe(302);
  await addOne(alice, 3);
});

test('the guard is killed: closed, and open again with it; the visitor’s page goes on by itself', async ({
  visitFrom,
}) => {
  const alice = await opened(await visitFrom(ALICE));
  await addOne(alice, 1);
  const [session] = await sessions();
  const guard = processOf('guard');
  process.kill(guard, 'SIGKILL');
  const answer = await ask(ALICE, url('/_stcore/health'));
  expect(answer.status).toBe(503);
  expect(answer.body).toContain('cannot be checked');
  await expect
    .poll(async () => (await ask(ALICE, url('/_stcore/health'))).body, { timeout: 30_000 })
    .toBe('ok');
  expect(processOf('guard')).not.toBe(guard);
  await expect.poll(async () => (await sessions()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  await addOne(alice, 2);
  const ends = await stack.db.accessEvent.findMany({ where: { outcome: 'close', sessionId: session!.id } });
  expect(ends).toMatchObject([{ reason: 'GUARD_KILLED', appSlug: session!.appSlug, bytesIn: null }]);
});

test('the app is gone: a page that says so, which opens it once it is back', async ({ visitFrom }) => {
  await app.stop();
  const page = await visitFrom(ALICE);
  const answer = await page.goto(url());
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole('heading', { name: 'Not available at the moment' })).toBeVisible();
  expect((await ask(BLOCKED, url())).status).toBe(403);
  app = await startStreamlit('mirror', stack.appPort + UPSTREAM_OFFSET);
  await expect(page.getByRole('heading', { name: 'Hello,' })).toBeVisible({ timeout: 40_000 });
});
