import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { homeDir } from '../env';
import { rulesJsonSchema, schemaPath } from './json-schema';
import { parseRules } from './parse';
import { checkRules } from './plan';
import { problemReport, problemText } from './report';

const reserved = { HTTP_PORT: 8080, HTTPS_PORT: 8443, PORTAL_PORT: 8000, GUARD_PORT: 8001 };
const nothing = {
  ...{ revision: 0, apps: new Map(), users: new Map(), ranges: new Map() },
  accounts: new Set<number>(),
};

/** The problems of a file as people read them, without the file's name. */
function problems(text: string | Uint8Array, locale: 'en' | 'ko' = 'en'): string[] {
  const parsed = parseRules(typeof text === 'string' ? Buffer.from(text) : text, reserved);
  const all = [...parsed.problems, ...checkRules(parsed.file, nothing, { prune: false })];
  return all
    .sort((a, b) => a.line - b.line)
    .map((problem) => `${problem.line}: ${problemText(problem, locale)}`);
}

const range = (fields: string) => problems(`ranges:\n  - { ${fields} }\n`);
const app = (fields: string) => problems(`apps:\n  - { slug: a, name: A, ${fields} }\n`);

test('a file is read, whatever its style: defaults filled in, ranges canonical, moments in UTC', () => {
  const block = `
apps:
  - slug: sales
    name: Sales dashboard
    port: 8501
users:
  - email: Alice@Example.com
    name: Alice Kim
    apps: &both
      - sales
ranges:
  - range: 10.1.2.0-10.1.2.255
    user: ALICE@example.com
    validUntil: 2026-12-31T18:00:00+09:00
    apps: *both
`;
  const flow = `
apps:
  - { slug: sales, name: Sales dashboard, port: 8501 }
users:
  - { email: Alice@Example.com, name: Alice Kim, apps: [sales] }
ranges:
  - { range: 10.1.2.0-10.1.2.255, user: ALICE@example.com, validUntil: 2026-12-31T18:00:00+09:00, apps: [sales] }
`;
  for (const text of [block, flow, `\ufeff${flow}`, flow.replaceAll('\n', '\r\n')]) {
    const { file, problems } = parseRules(Buffer.from(text), reserved);
    expect(problems).toEqual([]);
    expect(file.apps[0]?.rule).toEqual({
      slug: 'sales',
      name: 'Sales dashboard',
      description: '',
      port: 8501,
      scheme: null,
      host: null,
      path: '/',
      upstream: null,
      guarded: true,
      healthPath: null,
      enabled: true,
      maintenance: false,
      maintenanceMessage: '',
      maintenanceUntil: null,
      note: '',
    });
    expect(file.users[0]?.rule).toMatchObject({ email: 'alice@example.com', landing: null, apps: ['sales'] });
    expect(file.ranges[0]?.rule).toEqual({
      range: '10.1.2.0/24',
      label: '',
      effect: 'allow',
      landing: null,
      enabled: true,
      validFrom: null,
      validUntil: '2026-12-31T09:00:00.000Z',
      note: '',
      user: 'alice@example.com',
      apps: ['sales'],
    });
  }
});

test('all problems come at once, by line, each with what to write instead', () => {
  const text = `apps:
  - { slug: Sales, name: Sales, port: "8501" }
  - { slug: portal, name: Portal, port: 8000 }
users:
  - email: alice
    name: Alice
    departmnt: Finance
ranges:
  - { range: 10.0.0.7/24, user: alice@example.com, apps: [portl] }
  - { range: 10.1.0.0/16, validUntil: 2026-12-31T18:00 }
`;
  expect(problems(text)).toEqual([
    '2: slug: “Sales” is not a slug: write lower-case letters, digits and hyphens, such as sales or sales-2, in quotes where it is digits only.',
    '2: port: “8501” is not a port: write a whole number from 1 to 65535 without quotes, such as 8501.',
    '3: port: Port 8000 is Sluice’s own (PORTAL_PORT): give the app another port, such as 8501, or change PORTAL_PORT.',
    '5: email: “alice” is not an email address: write one such as alice@example.com.',
    '7: There is no field “departmnt”: did you mean department?',
    '9: range: “10.0.0.7/24” is an address inside a block, not the block. Did you mean 10.0.0.0/24 or 10.0.0.7?',
    '9: apps: There is no app portl: did you mean portal?',
    '9: user: There is no user alice@example.com: write one who is in the file or in the database.',
    '10: validUntil: “2026-12-31T18:00” does not say in which time zone: write 2026-12-31T18:00:00+09:00, or with the offset that is meant.',
  ]);
  const korean = problems(text, 'ko');
  expect(korean).toHaveLength(9);
  for (const line of korean) expect(line).toMatch(/[가-힣].*(주세요|입니다|인가요\?)/);
});

test('what is wrong with an object hides nothing that is wrong between objects', () => {
  const text = `apps:
  - { slug: Sales, name: Sales, port: 8000 }
  - { slug: a, name: A, port: 8501, colour: red }
  - { slug: b, name: B, port: 8501 }
  - { slug: c, name: C, port: 8501, host: "http://x" }
users:
  - { email: a@example.com, name: A, apps: [c, nowhere], landing: maybe }
ranges:
  - { range: 10.0.0.0/24, effect: block }
  - { range: 10.0.0.0-10.0.0.255, user: nobody@example.com, label: 7 }
`;
  const told = problems(text).map((line) => line.replace(/^(\d+: \w+).*/, '$1'));
  expect(told.sort()).toEqual(
    [
      '2: slug',
      '2: port',
      '3: There',
      '4: port',
      '5: host',
      '7: apps',
      '7: landing',
      '9: effect',
      '10: label',
    ]
      .concat(['10: range', '10: user'])
      .sort(),
  );
});

describe('what a file may not be', () => {
  test.each([
    ['nothing', '', '1: The file is empty'],
    ['comments only', '# hello\n', '1: The file is empty'],
    ['a text', 'hello', '1: The file has no rules'],
    ['a list', '- a\n', '1: The file has no rules'],
    ['not UTF-8', Buffer.from([0x61, 0x70, 0x0a, 0xff, 0xfe, 0x0a]), '2: The file is not UTF-8'],
    ['UTF-16', Buffer.from('\ufeffapps: []\n', 'utf16le'), '1: The file is not UTF-8'],
    ['indented with a tab', 'apps:\n\t- slug: a\n', '2: There is a tab'],
    ['two documents', 'apps: []\n---\nusers: []\n', '2: A second document starts here'],
    ['two sections of one name', 'apps: []\nusers: []\napps: []\n', '3: This field is there twice'],
    [
      'two fields of one name',
      'apps:\n  - { slug: a, name: A, port: 8501, name: B }\n',
      '2: This field is there twice',
    ],
    [
      'two fields of one name, in JSON',
      '{"apps": [\n{"slug": "a",\n"slug": "b"}]}',
      '3: This field is there twice',
    ],
    ['tagged', 'apps: !!set {}\n', '1: Tags (!…) are not understood'],
    ['merged', 'users:\n  - <<: { name: A }\n    email: a@example.com\n', '2: There is no field “<<”'],
    ['lacking an anchor', 'apps: []\nusers: *people\n', '2: There is no anchor &people'],
    ['broken', 'apps:\n  - { slug: a\nusers: []\n', 'This is not YAML'],
    ['nested too deeply', `apps: ${'['.repeat(50_000)}`, '1: '],
    ['another section', 'app: []\n', '1: There is no field “app”: did you mean apps?'],
    ['a section without a list', 'apps: { slug: a }\n', '1: apps is not a list'],
    ['an object that is a text', 'apps:\n  - sales\n', '2: “sales” is not an object'],
    ['an empty object', 'apps:\n  - {}\n', '2: slug is missing'],
  ])('%s', (_, text, expected) => {
    expect(problems(text).join('\n')).toContain(expected);
  });

  test('an alias bomb is refused in no time', () => {
    const level = (n: number) =>
      `a${n}: &a${n} [${Array.from({ length: 10 }, () => (n === 0 ? 'x' : `*a${n - 1}`)).join(', ')}]\n`;
    const bomb = Array.from({ length: 12 }, (_, n) => level(n)).join('');
    const started = performance.now();
    expect(problems(bomb)[0]).toContain('stand for far too many values');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('YAML’s dates and words stay what was written, whatever version the file claims', () => {
    const { file, problems } = parseRules(
      Buffer.from(
        '%YAML 1.1\n---\nranges:\n  - { range: 10.0.0.0/8, label: yes, validUntil: 2026-12-31T18:00:00Z }\n',
      ),
      reserved,
    );
    expect(problems).toEqual([]);
    expect(file.ranges[0]?.rule).toMatchObject({ label: 'yes', validUntil: '2026-12-31T18:00:00.000Z' });
  });
});

describe('texts', () => {
  test.each([
    ['123', 'put it in quotes, “123”'],
    ['true', 'put it in quotes'],
    ['~', 'label has no value'],
    ['"a\\nb"', 'a line break'],
    ['"a\\u202eb"', '“a\\u202eb” has'],
    ['"a\\u0007b"', 'a control character'],
    [`"${'x'.repeat(201)}"`, '200 characters at most'],
    ['[a]', 'is not a text'],
  ])('label: %s', (value, expected) => {
    expect(range(`range: 10.0.0.1, label: ${value}`)[0]).toContain(expected);
  });

  test('spaces around them are dropped; a name must have letters', () => {
    const { file } = parseRules(
      Buffer.from('ranges:\n  - { range: 10.0.0.1, label: "  a b  " }\n'),
      reserved,
    );
    expect(file.ranges[0]?.rule.label).toBe('a b');
    expect(problems('apps:\n  - { slug: a, name: "  ", port: 8501 }\n')).toEqual([
      '2: name: The text is empty: write at least one letter.',
    ]);
  });
});

describe('apps', () => {
  test.each(['0', '65536', '-1', '8501.5', '"8501"', '1e9', 'null'])('port %s is refused', (port) => {
    expect(problems(`apps:\n  - { slug: a, name: A, port: ${port} }\n`)[0]).toMatch(/port/);
  });

  test.each([
    ['//evil.example'],
    ['reports'],
    ['/a//b'],
    ['/a/../b'],
    ['/..'],
    ['/./a'],
    ['/a?b=c'],
    ['/a#b'],
    ['"/a\\\\b"'],
    ['/a b'],
    ['/%2e%2e/a'],
    ['/%2Fa'],
    ['/%5ca'],
    ['/%0d%0aX'],
    ['"/a\\nb"'],
    ['/한국'],
    ['/%zz'],
    ['"https://evil.example/"'],
  ])('path %s is refused', (path) => {
    expect(app(`port: 8501, path: ${path}`)[0]).toContain('is not a plain path');
  });

  test.each([['/'], ['/reports'], ['/a/b.html'], ['/%ED%95%9C'], ['/a;b=c,d@e:f']])(
    'path %s is accepted',
    (path) => {
      expect(app(`port: 8501, path: "${path}"`)).toEqual([]);
    },
  );

  test.each([
    ['http://a.example', ', such as a.example'],
    ['a.example:8501', ', such as a.example'],
    ['"[::1]"', 'is not a host'],
    ['10.0.0.300', 'is not a host'],
    ['010.0.0.1', 'is not a host'],
    ['a_b.example', 'is not a host'],
    ['"a.example/x"', ', such as a.example'],
    ['""', 'is not a host'],
  ])('host %s is refused', (host, expected) => {
    expect(app(`port: 8501, host: ${host}`)[0]).toContain(expected);
  });

  test('hosts and upstreams are kept in one spelling', () => {
    const text =
      'apps:\n  - { slug: a, name: A, port: 8501, host: Apps.Example.COM, upstream: "[0:0::1]:18501" }\n';
    const { file, problems } = parseRules(Buffer.from(text), reserved);
    expect(problems).toEqual([]);
    expect(file.apps[0]?.rule).toMatchObject({ host: 'apps.example.com', upstream: '[::1]:18501' });
  });

  test.each([
    '8501',
    '127.0.0.1',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '"::1:8501"',
    'http://127.0.0.1:8501',
    '":8501"',
  ])('upstream %s is refused', (upstream) => {
    expect(app(`port: 8501, upstream: ${upstream}`)[0]).toContain('is not host:port');
  });

  test('Sluice’s own ports are refused on this host and accepted on another', () => {
    expect(app('port: 8080')[0]).toContain('(HTTP_PORT)');
    expect(app('port: 8001')[0]).toContain('(GUARD_PORT)');
    expect(app('port: 8080, host: other.example')).toEqual([]);
  });

  test('two apps on one host and port', () => {
    const text =
      'apps:\n  - { slug: a, name: A, port: 8501 }\n  - { slug: b, name: B, port: 8501, host: x.example }\n  - { slug: c, name: C, port: 8501 }\n';
    expect(problems(text)).toEqual([
      '4: port: Port 8501 is already that of the app a (line 2): give each app a port of its own.',
    ]);
  });
});

describe('users and grants', () => {
  test('a wrong user does not make the ranges that name them wrong', () => {
    const text =
      'users:\n  - { email: a@example.com }\nranges:\n  - { range: 10.0.0.1, user: A@example.com }\n';
    expect(problems(text)).toEqual(['2: name is missing: write it.']);
  });

  test('grants that are no list, not texts, or there twice', () => {
    expect(range('range: 10.0.0.1, apps: sales')[0]).toContain('write the slugs in brackets');
    expect(range('range: 10.0.0.1, apps: [8501]')[0]).toContain('“8501” is not a slug');
    const twice = problems(
      'apps:\n  - { slug: a, name: A, port: 8501 }\nranges:\n  - { range: 10.0.0.1, apps: [a, a] }\n',
    );
    expect(twice).toEqual([
      '4: apps: The app a is there twice: write it once, where it belongs in the order.',
    ]);
  });

  test('unknown apps and users, with the nearest one that there is', () => {
    const text = `apps:
  - { slug: finance, name: Finance, port: 8501 }
users:
  - { email: alice@example.com, name: Alice, apps: [finanse] }
ranges:
  - { range: 10.0.0.1, user: alise@example.com }
  - { range: 10.0.0.2, user: bob@example.com, apps: [hr] }
`;
    expect(problems(text)).toEqual([
      '4: apps: There is no app finanse: did you mean finance?',
      '6: user: There is no user alise@example.com: did you mean alice@example.com?',
      '7: apps: There is no app hr: write one that is in the file or in the database.',
      '7: user: There is no user bob@example.com: write one who is in the file or in the database.',
    ]);
  });

  test('the same slug, email or range twice names both lines, in whatever spelling', () => {
    const text = `apps:
  - { slug: a, name: A, port: 8501 }
  - { slug: a, name: A, port: 8502 }
users:
  - { email: a@example.com, name: A }
  - { email: A@EXAMPLE.com, name: A }
ranges:
  - { range: 10.0.0.0/24 }
  - { range: 10.0.0.0-10.0.0.255 }
  - { range: "::ffff:10.0.0.0/120" }
`;
    expect(problems(text)).toEqual([
      '3: slug: “a” is already on line 2: keep one of the two.',
      '6: email: “a@example.com” is already on line 5: keep one of the two.',
      '9: range: “10.0.0.0-10.0.0.255” is already on line 8, as “10.0.0.0/24”: keep one of the two.',
      '10: range: “::ffff:10.0.0.0/120” is already on line 8, as “10.0.0.0/24”: keep one of the two.',
    ]);
  });
});

describe('ranges', () => {
  test.each([
    ['010.0.0.5', 'leading zero'],
    ['10.0.0', 'fewer than four numbers'],
    ['0x0a000005', 'is not a range'],
    ['"0x0a000005"', 'hexadecimal'],
    ['167772165', 'is not a range'],
    ['"167772165"', 'a single number'],
    ['10.1', 'is not a range'],
    ['10.0.0.256', 'over 255'],
    ['10.0.0.0/33', 'not a prefix length'],
    ['10.0.0.9-10.0.0.1', 'Did you mean 10.0.0.1-10.0.0.9?'],
    ['10.0.0.1 - 10.0.0.9', 'Did you mean 10.0.0.1-10.0.0.9?'],
    ['10.0.0.1-2001:db8::1', 'one family to the other'],
    ['"fe80::1%eth0"', 'zone id'],
    ['" 10.0.0.1"', 'Did you mean 10.0.0.1?'],
    ['"[2001:db8::1]"', 'in brackets'],
    ['10.0.0.1:80', 'has a port'],
    ['localhost', 'is not an IP address'],
    ['""', 'The address is missing'],
  ])('%s is refused', (text, expected) => {
    expect(range(`range: ${text}`)[0]).toContain(expected);
  });

  test('a range that denies grants nothing', () => {
    expect(range('range: 10.0.0.1, effect: deny, apps: [a], landing: first')).toEqual([
      '2: apps: A range that denies grants no apps: leave out apps, or write effect: allow.',
      '2: landing: A range that denies lands nowhere: leave out landing, or write effect: allow.',
      '2: apps: There is no app a: write one that is in the file or in the database.',
    ]);
    expect(range('range: 10.0.0.1, effect: deny, apps: []')).toEqual([]);
  });

  test.each([
    ['2026-12-31', 'write 2026-12-31T00:00:00+09:00'],
    ['2026-12-31T18:00:00', 'write 2026-12-31T18:00:00+09:00'],
    ['2026-12-31 18:00', 'write 2026-12-31T18:00:00+09:00'],
    ['2026-02-30T00:00:00Z', 'is not a date with time'],
    ['2026-12-31T24:00:00Z', 'is not a date with time'],
    ['2026-12-31T18:60:00Z', 'is not a date with time'],
    ['2026-12-31T18:00:60Z', 'is not a date with time'],
    ['2026-12-31T18:00:00+15:00', 'is not a date with time'],
    ['"2026-12-31T18:00:00 +09:00"', 'is not a date with time'],
    ['0000-01-01T00:00:00Z', 'is not a date with time'],
    ['9999-12-31T23:59:59-01:00', 'is not a date with time'],
    ['tomorrow', 'is not a date with time'],
    ['20261231', 'is not a date with time'],
  ])('validUntil: %s is refused', (text, expected) => {
    expect(range(`range: 10.0.0.1, validUntil: ${text}`)[0]).toContain(expected);
  });

  test.each(['2026-12-31T18:00Z', '2026-12-31T18:00:00.5+09:00', '2028-02-29T00:00:00-03:30'])(
    'validUntil: %s is accepted',
    (text) => {
      expect(range(`range: 10.0.0.1, validUntil: ${text}`)).toEqual([]);
    },
  );

  test('validity that ends before it starts, compared as moments', () => {
    expect(
      range('range: 10.0.0.1, validFrom: 2026-12-31T18:00:00+09:00, validUntil: 2026-12-31T09:00:00Z'),
    ).toEqual(['2: validUntil is not after validFrom: write a later moment.']);
    expect(
      range('range: 10.0.0.1, validFrom: 2026-12-31T18:00:00+09:00, validUntil: 2026-12-31T10:00:00Z'),
    ).toEqual([]);
  });
});

test('a thousand problems are counted, and a hundred shown', () => {
  const text = `ranges:\n${'  - { range: 10.0.0.300 }\n'.repeat(1000)}`;
  const { problems } = parseRules(Buffer.from(text), reserved);
  const lines = problemReport(problems, 'rules.yaml', { locale: 'en', colour: false }).split('\n');
  expect(lines).toHaveLength(102);
  expect(lines[0]).toBe('rules.yaml:2: range: “10.0.0.300” has a number over 255.');
  expect(lines.slice(-2)).toEqual(['… and 900 more', '1,000 problems. Nothing was changed.']);
});

test('values in messages are bounded and show no control characters', () => {
  const [long] = range(`range: "${'9'.repeat(500)}"`);
  expect(long!.length).toBeLessThan(250);
  expect(range('range: "10.0.0.1\\u001b[2J"')[0]).not.toMatch(/\p{Cc}/u);
});

test('the JSON Schema for editors is that of this code (node --import tsx lib/rules-file/json-schema.ts)', () => {
  expect(readFileSync(schemaPath, 'utf8')).toBe(rulesJsonSchema());
  const { properties } = JSON.parse(rulesJsonSchema());
  expect(Object.keys(properties)).toEqual(['$schema', 'apps', 'users', 'ranges']);
  expect(properties.apps.items.required).toEqual(['slug', 'name', 'port']);
  expect(properties.ranges.items.properties.validUntil.format).toBe('date-time');
});

test.each(['docs/rules-file.md', 'docs/ko/rules-file.md'])('the example of %s can be applied', (path) => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(homeDir, path), 'utf8')) ?? [];
  expect(example).toContain('ranges:');
  expect(problems(example)).toEqual([]);
});
