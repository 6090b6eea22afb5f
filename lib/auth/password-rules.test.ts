import { expect, test } from 'vitest';
import { passwordProblem } from './password-rules';

const kim = { email: 'minji.kim@example.com', name: 'Minji Kim' };
const problem = (password: string) => passwordProblem(password, kim);

test.each([
  'gate by the river',
  'correct horse battery',
  'tXk39-vvQ02mme',
  '파란 수문 옆 자전거 세 대',
  'minji likes green tea a lot',
  `gate by the river ${'o'.repeat(100)}`,
  '🚲🚪🌊🍵🎹🧊🪟🧵🪴🧭🧲🧹',
])('takes %s', (password) => expect(problem(password)).toBeNull());

test.each([
  ['', 'PASSWORD_SHORT'],
  ['eleven char', 'PASSWORD_SHORT'],
  ['🚲🚪🌊🍵🎹🧊', 'PASSWORD_SHORT'],
  ['gate by the river '.repeat(12), 'PASSWORD_LONG'],
  ['password1234', 'PASSWORD_COMMON'],
  ['P@ssw0rd!!!!!', 'PASSWORD_COMMON'],
  ['Administrator1', 'PASSWORD_COMMON'],
  ['20261122-0001', 'PASSWORD_COMMON'],
  ['aaaaaaaaaaaa', 'PASSWORD_SAME'],
  ['abcabcabcabc', 'PASSWORD_SAME'],
  ['qwertyuiopas', 'PASSWORD_SAME'],
  ['123456789012', 'PASSWORD_SAME'],
  ['minji.kim@example.com', 'PASSWORD_OWN'],
  ['Minji Kim 2026', 'PASSWORD_OWN'],
])('refuses %j: %s', (password, code) => expect(problem(password)).toBe(code));
