import { expect, test } from 'vitest';
import { bounded } from './access-event';

test('what a visitor sent is kept without control characters, overrides or halves of characters', () => {
  expect(bounded('a\0b\nc\u001b[31m', 100)).toBe('a\\u0000b\\u000ac\\u001b[31m');
  expect(bounded('\u202egnp.exe \u2066x', 100)).toBe('\\u202egnp.exe \\u2066x');
  expect(bounded('\ud83d', 100)).toBe('\\ud83d');
  expect(bounded('한국어 😀', 100)).toBe('한국어 😀');
});

test('what is too long is cut, and shows it', () => {
  expect(bounded('x'.repeat(513), 512)).toBe(`${'x'.repeat(511)}…`);
  expect(bounded('x'.repeat(512), 512)).toBe('x'.repeat(512));
  expect(bounded('\0'.repeat(500), 512)).toHaveLength(512);
});

test('nothing stays nothing', () => {
  expect(bounded(null, 10)).toBeNull();
});
