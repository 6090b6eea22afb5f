import { describe, expect, test } from 'vitest';
import type { LandingView, VisitorApp } from '@/lib/landing/view';
import { landingHtml, landingResponse } from './landing-response';

const visit = {
  locale: 'en',
  path: '/go/sales?x=1&y="2"',
  requestId: 'd3b07384d113edec49eaa6238ad5ff00',
  at: Date.UTC(2026, 10, 22, 12),
  address: '10.1.2.7',
  contact: '',
} as const;
const sales: VisitorApp = {
  slug: 'sales',
  name: 'Sales',
  description: 'Orders',
  down: false,
  maintenance: false,
};

const views: LandingView[] = [
  { ...visit, page: 'choose', userName: 'Alice Kim', apps: [sales, { ...sales, slug: 'b', down: true }] },
  { ...visit, page: 'denied', reason: 'NO_RANGE' },
  { ...visit, page: 'unavailable', app: sales, apps: [], retrySeconds: 10 },
  {
    ...visit,
    page: 'whoami',
    reason: 'FIRST_APP',
    rangeLabel: 'Sales floor',
    rangeText: '10.1.2.0/24',
    userName: null,
    apps: [sales],
  },
  { ...visit, page: 'wrong-host', host: 'evil.example' },
  { ...visit, page: 'not-recorded' },
  { ...visit, page: 'starting', retrySeconds: 2 },
  { ...visit, page: 'not-found' },
];

describe.each(views.map((view) => [view.page, view] as const))('%s', (_, view) => {
  test.each(['en', 'ko'] as const)(
    'in %s: language, one heading, a way to the other language, no script',
    async (locale) => {
      const html = await landingHtml({ ...view, locale });
      expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${locale}">`));
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).toContain(
        `/language/${locale === 'en' ? 'ko' : 'en'}?from=%2Fgo%2Fsales%3Fx%3D1%26y%3D%222%22`,
      );
      expect(html).not.toMatch(/<script|style="|\son\w+=/);
    },
  );
});

test('every text of a visitor or an administrator is text, not markup', async () => {
  const evil = '"><script>alert(1)</script>';
  const app = { slug: evil, name: evil, description: evil, down: true, maintenance: true };
  const common = { ...visit, path: evil, requestId: evil, address: evil, contact: evil };
  const pages: LandingView[] = [
    { ...common, page: 'choose', userName: evil, apps: [app] },
    { ...common, page: 'denied', reason: 'APP_NOT_GRANTED' },
    { ...common, page: 'unavailable', app, apps: [app], retrySeconds: 1 },
    {
      ...{ ...common, page: 'unavailable', app, apps: [app], retrySeconds: 1 },
      maintenance: { message: evil, until: null },
    },
    {
      ...common,
      page: 'whoami',
      reason: 'CHOICE',
      rangeLabel: evil,
      rangeText: evil,
      userName: evil,
      apps: [app],
    },
    { ...common, page: 'wrong-host', host: evil },
    { ...common, page: 'not-recorded' },
  ];
  for (const page of pages) expect(await landingHtml(page)).not.toContain('<script');
});

test('a denied visitor reads address, reason, request id and whom to ask', async () => {
  const html = await landingHtml({ ...visit, page: 'denied', reason: 'NO_RANGE', contact: 'it@example.com' });
  for (const text of [
    '10.1.2.7',
    'This address does not have access to any app.',
    visit.requestId,
    'NO_RANGE',
  ]) {
    expect(html).toContain(text);
  }
  expect(html).toContain('href="mailto:it@example.com?subject=');
});

test('a card is called by its app’s name and described by the rest', async () => {
  const html = await landingHtml({
    ...visit,
    page: 'choose',
    userName: null,
    apps: [{ ...sales, down: true }],
  });
  expect(html).toMatch(
    /<a href="\/go\/sales" aria-describedby="sales-about sales-down"[^>]*><bdi>Sales<\/bdi><\/a>/,
  );
});

test('a waiting page asks again by itself, without a script', async () => {
  const { status, headers } = await landingResponse({ ...visit, page: 'starting', retrySeconds: 2 });
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('2');
  expect(headers.get('refresh')).toBe('2');
});

test('a page of maintenance says for how long and what the administrator wrote, and asks again', async () => {
  const until = Date.UTC(2026, 10, 22, 15, 30);
  const view: LandingView = {
    ...{ ...visit, page: 'unavailable', app: sales, apps: [], retrySeconds: 30 },
    maintenance: { message: 'New figures are being loaded.', until },
  };
  const { status, headers } = await landingResponse(view);
  expect([status, headers.get('retry-after'), headers.get('refresh')]).toEqual([503, '30', '30']);
  const html = await landingHtml(view);
  expect(html).toMatch(/<h1[^>]*><bdi>Sales<\/bdi> is under maintenance\.<\/h1>/);
  expect(html).toContain('New figures are being loaded.');
  expect(html).toContain('dateTime="2026-11-22T15:30:00.000Z"');
  expect(html).toContain('November 22, 2026');
  expect(await landingHtml({ ...view, locale: 'ko' })).toContain('2026년 11월 22일');
  expect(await landingHtml({ ...view, maintenance: { message: '', until: null } })).not.toContain(
    'Expected to end',
  );
});

test('an app under maintenance is said to be that among the visitor’s apps, not to be down', async () => {
  const apps = [{ ...sales, down: true, maintenance: true }];
  const html = await landingHtml({ ...visit, page: 'choose', userName: null, apps });
  expect(html).toContain('Under maintenance');
  expect(html).not.toContain('Not answering');
});

test('HEAD has the status and headers of GET and no body', async () => {
  const view: LandingView = { ...visit, page: 'denied', reason: 'NO_RANGE' };
  const [get, head] = [await landingResponse(view), await landingResponse(view, 'HEAD')];
  expect([...head.headers]).toEqual([...get.headers]);
  expect(head.status).toBe(403);
  expect(await head.text()).toBe('');
  expect(head.headers.get('cache-control')).toBe('no-store');
  expect(head.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
});
