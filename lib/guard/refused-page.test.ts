import { expect, test } from 'vitest';
import { type Refusal, refusalStatus, refusedPage } from './refused-page';

const refusal: Refusal = {
  ...{ locale: 'en', reason: 'APP_NOT_GRANTED', appName: 'Sales', address: '10.1.2.7' },
  ...{ requestId: 'a1', contact: '', message: '' },
};

test('a refusal is final, and says why and to whom', () => {
  const page = refusedPage(refusal);
  expect(refusalStatus(refusal.reason)).toBe(403);
  expect(page).toContain('This app is not open to your address.');
  for (const text of ['10.1.2.7', 'a1', 'Sales']) expect(page).toContain(text);
  expect(page).not.toContain('http-equiv="refresh"');
});

test('maintenance passes: the message is shown as text, and the page asks again by itself', () => {
  const page = refusedPage({ ...refusal, reason: 'APP_MAINTENANCE', message: '<b>Back at six</b>' });
  expect(refusalStatus('APP_MAINTENANCE')).toBe(503);
  expect(page).toContain('&#60;b&#62;Back at six&#60;/b&#62;');
  expect(page).toContain('http-equiv="refresh"');
});
