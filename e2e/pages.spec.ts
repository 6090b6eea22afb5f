// The pages that visitors see: in both languages, on a phone, in the dark, for everyone.

import { accessibilityFaults } from './support/accessibility';
import { expect, test } from './support/test';

const pages = [
  ['choose', '127.0.0.1', '/'],
  ['denied', '127.0.0.66', '/'],
  ['whoami', '127.0.0.21', '/whoami'],
  ['not found', '127.0.0.1', '/nowhere'],
] as const;

for (const [name, address, path] of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name}, ${colorScheme}: axe finds nothing serious, and a phone need not scroll sideways`, async ({
      demo,
      visitFrom,
    }) => {
      const page = await visitFrom(address, { colorScheme, viewport: { width: 360, height: 740 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of (403|404)/.test(message.text()))
          errors.push(message.text());
      });
      await page.goto(demo.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await accessibilityFaults(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(360);
      expect(errors).toEqual([]);
    });
  }
}

test('a Korean browser gets Korean, and the switch is remembered', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.66', { locale: 'ko-KR' });
  await page.goto(demo.url);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[가-힣]/);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access from this address is blocked.');
  expect(page.url()).toBe(`${demo.url}/`);
  await page.goto(`${demo.url}/whoami`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('link', { name: '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  expect(page.url()).toBe(`${demo.url}/whoami`);
});

test('the pages load nothing from anywhere else and run no script', async ({ demo, visitFrom }) => {
  const page = await visitFrom('127.0.0.1');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(demo.url);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => !url.startsWith(demo.url))).toEqual([]);
  expect(await page.locator('script').count()).toBe(0);
});
