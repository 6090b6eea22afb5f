import { describe, expect, test } from 'vitest';
import { contactHref, type LandingView, landingStatus, retryAfter } from './view';

const visit = { locale: 'en', path: '/', requestId: 'r', at: 0, address: '10.1.2.7', contact: '' } as const;

describe('landingStatus', () => {
  test('a refusal is 403, an app that is down and a visit not recorded are 503', () => {
    expect(landingStatus.denied).toBe(403);
    expect(landingStatus.unavailable).toBe(503);
    expect(landingStatus['not-recorded']).toBe(503);
  });
});

describe('retryAfter', () => {
  const waiting = (retrySeconds: number): LandingView => ({ ...visit, page: 'starting', retrySeconds });

  test('is whole seconds, one to an hour', () => {
    expect([0, 0.2, 10, 1e9].map((seconds) => retryAfter(waiting(seconds)))).toEqual([1, 1, 10, 3600]);
  });

  test('a final page does not ask again', () => {
    expect(retryAfter({ ...visit, page: 'denied', reason: 'NO_RANGE' })).toBeNull();
    expect(retryAfter({ ...visit, page: 'not-recorded' })).toBeNull();
  });
});

describe('contactHref', () => {
  test.each([
    ['it@example.com', 'mailto:it@example.com?subject=Access%20%26%20more'],
    ['https://help.example.com/x', 'https://help.example.com/x'],
    ['+82 2-123-4567', 'tel:+8221234567'],
    ['IT desk, 3rd floor', null],
    ['javascript:alert(1)', null],
    ['a@b.c?cc=x@y.z', null],
    ['https://', null],
    ['', null],
  ])('%s', (contact, href) => {
    expect(contactHref(contact, 'Access & more')).toBe(href);
  });
});
