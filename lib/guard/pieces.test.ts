import { expect, test } from 'vitest';
import { cookieName } from '@/lib/auth/session-cookie';
import { LOCALE_COOKIE } from '@/lib/landing/request';
import { seededRandom } from '@/lib/testing/random';
import { withoutPortalCookies } from './cookies';
import { copiesInOrder } from './copies';
import { closeFrame, FrameTracker } from './frames';
import { answerHead, handshakeFor, LONGEST_HEAD } from './handshake';
import { headerText } from './identity';

test('a name in a header comes back from unquote, whatever it is', () => {
  expect(headerText('Alice Kim')).toBe('Alice Kim');
  expect(headerText('김지우')).toBe('%EA%B9%80%EC%A7%80%EC%9A%B0');
  for (const name of [
    '100% Kim',
    '%41',
    ' padded ',
    'a\r\nX: y',
    '名前',
    'é',
    '👩‍💻',
    '+',
    '\u0000',
    "O'Neil & Söhne",
  ]) {
    const text = headerText(name);
    expect(text).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/);
    expect(decodeURIComponent(text)).toBe(name);
  }
});

test('every cookie of the portal is left out, whatever its prefix or piece, and none of an app’s', () => {
  const names = (['session', 'csrf', 'callback'] as const).flatMap((name) =>
    ['http://a', 'https://a'].map((origin) => cookieName(origin, name)),
  );
  const own = [
    ...names,
    LOCALE_COOKIE,
    'sluice_tz',
    'next-auth.session-token',
    '__Secure-next-auth.session-token',
  ];
  for (const name of [...own, ...own.map((each) => `${each}.1`), ...own.map((each) => each.toUpperCase())]) {
    expect(withoutPortalCookies(`a=1;${name}=secret; b=2`)).toBe('a=1; b=2');
    expect(withoutPortalCookies(`${name}="a; b"`)).not.toContain(name);
  }
  const kept = '_streamlit_xsrf=2|a; my-sluice-session=1; __Host-own=x; sluice=1; x="sluice-session"';
  expect(withoutPortalCookies(kept)).toBe(kept);
});

test('a visitor keeps their copy while others come and go, and visitors spread evenly', () => {
  const copies = ['127.0.0.1:9001', '127.0.0.1:9002', '127.0.0.1:9003', 'b:9004'];
  const counts = copies.map(() => 0);
  for (let i = 0; i < 4000; i++) {
    const address = `10.0.${i >> 8}.${i & 255}`;
    const [first = 0, second] = copiesInOrder(address, copies, new Set());
    counts[first]!++;
    expect(copiesInOrder(address, copies, new Set([copies[first]!]))[0]).toBe(second);
    const others = copies.filter((_, index) => index !== (first + 1) % copies.length);
    expect(others[copiesInOrder(address, others, new Set())[0]!]).toBe(copies[first]);
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
  expect(copiesInOrder('10.0.0.1', copies, new Set(copies))).toHaveLength(copies.length);
});

test('frames are followed whatever pieces they come in', () => {
  const random = seededRandom(20_261_128);
  const frames = Array.from({ length: 300 }, () => {
    const length = random.pick([0, 1, 125, 126, 127, 65_535, 65_536, random.below(3000)]);
    const masked = random.below(2) === 1;
    const bit = masked ? 0x80 : 0;
    const head =
      length < 126
        ? [bit | length]
        : length < 65_536
          ? [bit | 126, length >> 8, length & 255]
          : [bit | 127, 0, 0, 0, 0, 0, 1, 0, 0];
    return Buffer.concat([
      Buffer.from([0x82, ...head, ...(masked ? [1, 2, 3, 4] : [])]),
      Buffer.alloc(length, 0x88),
    ]);
  });
  const stream = Buffer.concat(frames);
  const ends = new Set(
    frames.map(
      (
        (sum) => (frame: Buffer) =>
          (sum += frame.length)
      )(0),
    ),
  );
  const tracker = new FrameTracker();
  for (let at = 0; at < stream.length; ) {
    const next = Math.min(stream.length, at + 1 + random.below(5000));
    tracker.push(stream.subarray(at, next));
    at = next;
    expect([at, tracker.atBoundary]).toEqual([at, ends.has(at)]);
  }
  expect(tracker.closing).toBe(false);
  tracker.push(closeFrame(1008, 'x'.repeat(500)));
  expect([tracker.closing, tracker.atBoundary]).toEqual([true, true]);
});

test('a handshake goes on without what belongs to the connection, or could be forged', () => {
  const text = handshakeFor(
    '/_stcore/stream',
    [
      ...[
        'Host',
        'a:8501',
        'Connection',
        'x',
        'Upgrade',
        'x',
        'Content-Length',
        '3',
        'Transfer-Encoding',
        'chunked',
      ],
      ...['x-SLUICE-anything', 'forged', 'X_Sluice_User', 'forged', 'Remote-User', 'forged', 'Cookie', 'a=1'],
      ...['cookie', 'sluice-session=x; b=2', 'Sec-WebSocket-Key', 'k', 'X-Real-IP', '10.1.2.7'],
    ],
    { user: 'Alice', email: null, address: '10.1.2.7' },
  ).toString('latin1');
  expect(text.split('\r\n')).toEqual([
    ...['GET /_stcore/stream HTTP/1.1', 'Host: a:8501', 'Sec-WebSocket-Key: k', 'X-Real-IP: 10.1.2.7'],
    ...['Cookie: a=1; b=2', 'X-Sluice-User: Alice', 'X-Sluice-Address: 10.1.2.7'],
    ...['Upgrade: websocket', 'Connection: Upgrade', '', ''],
  ]);
});

test('an answer is read once its head is complete, and is none where it is too long or something else', () => {
  expect(answerHead(Buffer.from('HTTP/1.1 101 Switching'))).toBeUndefined();
  expect(answerHead(Buffer.from('HTTP/1.1 101 S\r\nA: b\r\n\r\nrest'))).toEqual({ status: 101, length: 24 });
  expect(answerHead(Buffer.from('HTTP/1.0 101 S\r\n\r\n'))?.status).toBe(502);
  expect(answerHead(Buffer.from('SSH-2.0-x\r\n\r\n'))?.status).toBe(502);
  expect(answerHead(Buffer.alloc(LONGEST_HEAD + 1, 'a'))?.status).toBe(502);
});
