import { expect, test } from 'vitest';
import type { Locale } from '../i18n';
import type { Section } from '../rules-file/parse';
import { type CurrentRules, checkRules } from '../rules-file/plan';
import { csvFile } from './csv-reader';
import { readCsv } from './csv-table';
import { importProblemText } from './problem-words';

const reserved = { HTTP_PORT: 8080, HTTPS_PORT: 8443, PORTAL_PORT: 8000, GUARD_PORT: 8001 };

function rulesWith(users: CurrentRules['users'] = new Map()): CurrentRules {
  const app = { id: 1, rule: { slug: 'sales', host: null, port: 8501, upstream: null, guarded: true } };
  const apps = new Map([['sales', app]]) as unknown as CurrentRules['apps'];
  return { revision: 1, apps, users, ranges: new Map(), accounts: new Set() };
}

/** What a file says, and what is wrong with it as people read it. */
function read(section: Section, text: string | Uint8Array, current = rulesWith(), locale: Locale = 'en') {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const { file, problems } = csvFile(bytes, section, reserved).read(current);
  const all = [...problems, ...checkRules(file, current, { prune: false })];
  return {
    rules: file[section].map(({ rule }) => rule),
    problems: all
      .sort((a, b) => a.line - b.line)
      .map((problem) => `${problem.line}: ${importProblemText(problem, section, locale)}`),
  };
}

test('columns stand in any order, by the field’s name or its label in either language, with any usual separator', () => {
  const expected = {
    email: 'kim@example.com',
    name: '김하늘',
    department: '영업',
    enabled: false,
    apps: ['sales'],
  };
  for (const text of [
    'email,name,department,apps,enabled\nKim@example.com,김하늘,영업,sales,no\n',
    '\ufeffName;Apps;Enabled;Email;Department\r\n김하늘;sales;FALSE;kim@example.com;영업\r\n',
    '이메일\t이름\t사용 여부\t부서\t앱\nkim@example.com\t"김하늘"\t아니요\t영업\tsales\n\n',
    '"email","name","department","apps","enabled"\r"kim@example.com","김하늘","영업","sales","0"\r',
  ]) {
    const { rules, problems } = read('users', text);
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([expected]);
  }
});

test('what Korean Excel saves is read: EUC-KR where it is not UTF-8, and Unicode text', () => {
  // «이메일,이름» and «kim@example.com,김» in CP949.
  const header = [0xc0, 0xcc, 0xb8, 0xde, 0xc0, 0xcf, 0x2c, 0xc0, 0xcc, 0xb8, 0xa7, 0x0d, 0x0a];
  const row = [...Buffer.from('kim@example.com,'), 0xb1, 0xe8, 0x0d, 0x0a];
  const korean = Uint8Array.from([...header, ...row]);
  expect(read('users', korean).rules).toMatchObject([{ email: 'kim@example.com', name: '김' }]);
  expect(readCsv(korean)).toMatchObject({ ok: true, table: { encoding: 'euc-kr' } });
  const wide = Buffer.from('\ufeff이메일\t이름\r\nkim@example.com\t김\r\n', 'utf16le');
  expect(read('users', wide).rules).toMatchObject([{ email: 'kim@example.com', name: '김' }]);
});

test('apps are separated by spaces, semicolons or commas, and keep their order', () => {
  const { rules } = read('users', 'email,name,apps\na@b.c,A,"sales"\n');
  expect(rules).toMatchObject([{ apps: ['sales'] }]);
  const many = read('ranges', 'range;apps\n10.0.0.1;"b sales;c, d"\n');
  expect(many.rules).toMatchObject([{ apps: ['b', 'sales', 'c', 'd'] }]);
});

test('a text that an export kept from being a formula is itself again', () => {
  const { rules } = read('users', "email,name,note\na@b.c,'=1+1,'-\nb@b.c,'quoted',''=x\n");
  expect(rules).toMatchObject([
    { name: '=1+1', note: '-' },
    { name: "'quoted'", note: "'=x" },
  ]);
});

test('a column that is not there leaves a field as it is; an empty cell takes the default', () => {
  const rule = { email: 'a@b.c', name: 'A', department: 'Sales', landing: null, enabled: true };
  const users = new Map([['a@b.c', { id: 7, rule: { ...rule, note: 'hello', apps: ['sales'] } }]]);
  const { rules } = read('users', 'email,name,department\nA@B.c,B,\nnew@b.c,N,\n', rulesWith(users));
  expect(rules).toMatchObject([
    { name: 'B', department: '', note: 'hello', apps: ['sales'] },
    { name: 'N', department: '', note: '', apps: [] },
  ]);
});

test('all that is wrong is told at once, each with its line, in the words of a spreadsheet', () => {
  const text = `range,label,effect,apps,enabled,user,validUntil
10.0.0.1,"two
lines",,,,,
10.0.0.7/24,,,,,,
10.0.0.2,,deny,sales,maybe,,
10.0.0.3,,,selas,,nobody@example.com,2026-12-31 18:00
10.0.0.2-10.0.0.2,,,,,,
,floor,,,,,
10.0.0.9,a,,,,,,one,too many
`;
  expect(read('ranges', text).problems).toEqual([
    expect.stringMatching(/^2: .*line break/),
    expect.stringContaining('4: '),
    '5: “maybe” is neither yes nor no: write one of them.',
    '5: A range that denies grants no apps: leave the cell empty, or let the range allow.',
    '6: “2026-12-31 18:00” does not say in which time zone: write 2026-12-31T18:00:00+09:00, or with the offset that is meant.',
    '6: There is no app selas: did you mean sales?',
    '6: There is no user nobody@example.com: write one who is in the file or in the database.',
    '7: “10.0.0.2-10.0.0.2” is already on line 5, as “10.0.0.2”: keep one of the two.',
    '8: The cell is empty, and there has to be something in it.',
    '9: The row has 9 cells, the header 7: put texts with a separator in quotation marks.',
  ]);
  expect(read('ranges', text, rulesWith(), 'ko').problems[2]).toBe(
    '5: “maybe”은(는) 예/아니요가 아닙니다. 예 또는 아니요로 적어 주세요.',
  );
});

test('two rows of one person are told with both lines, upper and lower case alike', () => {
  const { problems } = read('users', 'email,name\na@b.c,A\nb@b.c,B\nA@B.C,C\n');
  expect(problems).toEqual(['4: “a@b.c” is already on line 2: keep one of the two.']);
});

test('two rows on one port, and a port of another app, are wrong', () => {
  const { problems } = read('apps', 'slug,name,port\nhr,HR,8601\nlab,Lab,8601\nweb,Web,8501\nown,Own,8000\n');
  expect(problems).toEqual([
    '3: Port 8601 is already that of the app hr (line 2): give each app a port of its own.',
    '4: Port 8501 is already that of the app sales in the database: give each app a port of its own.',
    expect.stringContaining('5: Port 8000 is Sluice’s own'),
  ]);
});

test.each([
  ['nothing', '', 'The file is empty'],
  ['only a header', 'email,name\n', 'There is nothing below the header'],
  ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), 'This is not a text file'],
  ['no text in any encoding', Uint8Array.from([0xff, 0xff, 0xff, 0x80]), 'This is not a text file'],
  ['the wrong kind', 'slug,name,port\na,A,1\n', 'The column email is missing'],
  ['a misspelt column', 'email,name,departement\na@b.c,A,\n', 'did you mean department?'],
  ['a column twice', 'email,name,Name\na@b.c,A,B\n', 'The column “Name” (name) is there twice'],
  ['an open quotation mark', 'email,name\na@b.c,"A\nb@b.c,B\n', 'never closed'],
  ['a quotation mark inside', 'email,name\na@b.c,A "B" C\n', 'A quotation mark stands inside a cell'],
  ['words of the language itself', 'email,name,constructor\na@b.c,A,\n', 'There is no column “constructor”'],
])('%s is refused with what to do', (_, given, message) => {
  expect(read('users', given).problems.join('\n')).toContain(message);
});
