import { describe, expect, test } from 'vitest';
import { readNginxLine, refusalEvent, refusalReason } from './nginx-line';
import { MOST_ALIKE, MOST_IN_ALL, RefusalLimit } from './refusal-limit';

const whole = {
  time: '2026-11-28T10:00:00.123+09:00',
  request_id: '4f1b2a',
  address: '203.0.113.9',
  peer: '203.0.113.9',
  method: 'GET',
  host: 'sluice.example.com',
  path: '/',
  protocol: 'HTTP/1.1',
  status: 200,
  bytes: 0,
  seconds: 0.001,
  upstream_seconds: '',
  user_agent: 'curl/8',
  app: '',
  reason: '',
  recorded: '',
};
const line = (fields: object = {}) => JSON.stringify({ ...whole, ...fields });
const reasonOf = (fields: object) => refusalReason(readNginxLine(line(fields))!);
const eventOf = (text: string) => refusalEvent(readNginxLine(text)!, new Map([[3, 'sales']]));

describe('a line of Nginx’s log', () => {
  test('is read with its moment, address and texts', () => {
    const read = readNginxLine(line({ address: '::ffff:10.0.0.1' }))!;
    expect(read).toMatchObject({ at: Date.parse('2026-11-28T01:00:00.123Z'), address: '10.0.0.1' });
    expect(readNginxLine(line({ address: '' }))!.address).toBeNull();
  });

  test('of an earlier release, without the newer fields, is read', () => {
    const { app, reason, recorded, ...earlier } = whole;
    expect(readNginxLine(JSON.stringify(earlier))).toMatchObject({ appId: null, isRecorded: false });
  });

  test.each(['', '{', '[]', 'null', '"x"', line().slice(0, -9), line({ time: 'x' }), line({ status: '4' })])(
    'that is damaged is told: %s',
    (text) => expect(readNginxLine(text)).toBeNull(),
  );

  test('is read behind the end of one that was cut off', () => {
    const read = readNginxLine(line({ path: '/lost' }).slice(0, 150) + line({ path: '/kept' }));
    expect(read?.path).toBe('/kept');
  });

  test('cannot be forged by what a visitor sends', () => {
    const read = readNginxLine(line({ user_agent: line({ path: '/forged' }), path: '/real' }));
    expect(read?.path).toBe('/real');
  });
});

describe('what Nginx refused', () => {
  test.each([
    [{ status: 444 }, 'UNKNOWN_HOST'],
    [{ status: 444, path: '', method: '' }, 'BAD_REQUEST'],
    [{ status: 400 }, 'BAD_REQUEST'],
    [{ status: 405 }, 'METHOD_REFUSED'],
    [{ status: 413 }, 'TOO_LARGE'],
    [{ status: 414 }, 'TOO_LARGE'],
    [{ status: 431 }, 'TOO_LARGE'],
    [{ status: 403, app: '3', reason: 'NO_RANGE', upstream_seconds: '0.001' }, 'NO_RANGE'],
  ])('%j is %s', (fields, reason) => expect(reasonOf(fields)).toBe(reason));

  test.each([
    { status: 200 },
    { status: 302 },
    // Answered by the portal, which records what it decides.
    { status: 405, upstream_seconds: '0.002' },
    { status: 400, upstream_seconds: '0.002' },
    // An app's own refusal is the app's.
    { status: 403, app: '3', upstream_seconds: '0.002' },
    // A handshake that the guard has recorded.
    { status: 403, app: '3', reason: 'NO_RANGE', recorded: '1' },
    // Gave up, or was too slow: nothing was refused.
    { status: 408 },
    { status: 499 },
    { status: 503 },
  ])('is not %j', (fields) => expect(reasonOf(fields)).toBeNull());

  test('is an event with the app’s name, and the same event however often it is read', () => {
    const text = line({ status: 403, app: '3', reason: 'RANGE_DENIES', path: '/static/a\u0007.js' });
    const event = eventOf(text)!;
    expect(event).toMatchObject({
      ...{ outcome: 'deny', reason: 'RANGE_DENIES', appId: 3, appSlug: 'sales', requestId: '4f1b2a' },
      ...{ address: '203.0.113.9', addressKey: expect.stringMatching(/^4/), path: '/static/a\\u0007.js' },
    });
    expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(event.id.replace('-', '').slice(0, 12), 16)).toBe(event.at.getTime());
    expect(eventOf(text)).toEqual(event);
    expect(eventOf(line({ status: 444, request_id: '4f1b2b' }))!.id).not.toBe(
      eventOf(line({ status: 444, request_id: '4f1b2a' }))!.id,
    );
  });

  test('because the app is away is not a denial', () => {
    expect(eventOf(line({ status: 503, app: '3', reason: 'APP_DOWN' }))).toMatchObject({
      outcome: 'unavailable',
    });
  });
});

describe('the limit of refusals', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
  const refusal = (seconds: number, addressKey: string | null, reason = 'UNKNOWN_HOST') => ({
    ...{ at: at(seconds), addressKey, reason, appId: null },
  });
  const key = (i: number) => `4${i.toString(16).padStart(32, '0')}`;

  test('lets some of an address through each minute, and others all the same', () => {
    const limit = new RefusalLimit();
    const passed = Array.from({ length: 60 }, (_, i) => limit.allows(refusal(i, key(1))));
    expect(passed.filter(Boolean)).toHaveLength(MOST_ALIKE);
    expect(limit.allows(refusal(59, key(2)))).toBe(true);
    expect(limit.allows(refusal(59, key(1), 'BAD_REQUEST'))).toBe(true);
    expect(limit.allows(refusal(60, key(1)))).toBe(true);
    // A line of the minute before, written late, does not begin it anew.
    for (let i = 0; i < MOST_ALIKE; i++) limit.allows(refusal(60, key(1)));
    expect(limit.allows(refusal(59, key(1)))).toBe(false);
    expect(limit.allows(refusal(60, key(1)))).toBe(false);
  });

  test('counts an IPv6 subscriber as one, and bounds everybody together', () => {
    const limit = new RefusalLimit();
    const six = (i: number) => `620010db800000000${i.toString(16).padStart(16, '0')}`;
    const passed = Array.from({ length: 50 }, (_, i) => limit.allows(refusal(1, six(i))));
    expect(passed.filter(Boolean)).toHaveLength(MOST_ALIKE);
    const flood = Array.from({ length: 2 * MOST_IN_ALL }, (_, i) => limit.allows(refusal(2, key(i))));
    expect(flood.filter(Boolean)).toHaveLength(MOST_IN_ALL - MOST_ALIKE);
  });
});
