import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { type Random, seededRandom } from '../testing/random';
import { readPlain } from './plain-reader';

function readWithYaml(text: string): unknown {
  const document = parseDocument(text, {
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    logLevel: 'error',
  });
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  return document.toJS();
}

test('the shape of an export is read, with the line of every field', () => {
  const text = [
    '# rules',
    'apps:',
    '  - { slug: sales, name: "Sales, \\"A\\"", port: 8501, enabled: false } # first',
    '',
    "  - { slug: fin, name: 'It''s', port: 8502 }",
    'ranges:',
    '  - { range: 2001:db8::/32, apps: [sales, fin], validUntil: 2026-12-31T18:00:00+09:00 }',
  ].join('\r\n');
  const source = readPlain(text);
  expect(source?.value).toEqual({
    apps: [
      { slug: 'sales', name: 'Sales, "A"', port: 8501, enabled: false },
      { slug: 'fin', name: "It's", port: 8502 },
    ],
    ranges: [{ range: '2001:db8::/32', apps: ['sales', 'fin'], validUntil: '2026-12-31T18:00:00+09:00' }],
  });
  const { apps } = source!.value as { apps: object[] };
  expect(source?.lines.get(apps)?.entries).toEqual([3, 5]);
});

test('JSON is read, over several lines and with tabs', () => {
  const source = readPlain('{\n\t"apps": [\n\t\t{ "slug": "sales",\n "port": 8501, "host": null }\n]\n}\n');
  expect(source?.value).toEqual({ apps: [{ slug: 'sales', port: 8501, host: null }] });
  const { apps } = source!.value as { apps: object[] };
  expect(source?.lines.get(apps[0]!)?.entries).toEqual([3, 4, 4]);
});

test.each([
  ['block style', 'apps:\n  - slug: sales\n    port: 8501\n'],
  ['an object over two lines', 'apps:\n  - { slug: sales,\n      port: 8501 }\n'],
  ['a duplicate field', 'apps:\n  - { slug: a, slug: b }\n'],
  ['a duplicate section', 'apps:\n  - { slug: a }\napps:\n  - { slug: b }\n'],
  ['a duplicate field in JSON', '{"apps": [{"slug": "a", "slug": "b"}]}'],
  ['an anchor', 'apps:\n  - { slug: &a sales }\n'],
  ['a tag', 'apps:\n  - { port: !!int 1 }\n'],
  ['a number that is not a plain one', 'apps:\n  - { port: 0x10 }\n'],
  ['a word with a meaning', 'apps:\n  - { host: null }\n'],
  ['a tab', 'apps:\n\t- { slug: a }\n'],
  ['a second document', 'apps:\n  - { slug: a }\n---\n'],
  ['uneven indentation', 'apps:\n  - { slug: a }\n   - { slug: b }\n'],
  ['an escape that JSON does not have', 'apps:\n  - { slug: "\\x41" }\n'],
  ['a comment without a space before it', 'apps:\n  - { slug: a }# b\n'],
  ['a broken object', 'apps:\n  - { slug: a\n'],
  ['something after an object', 'apps:\n  - { slug: a } b\n'],
  ['a comma too many', '{"apps": [1,]}'],
  ['deep nesting', `{"apps": ${'['.repeat(20)}${']'.repeat(20)}}`],
  ['a field that would be a prototype', '{"__proto__": {}}'],
  ['nothing', ''],
])('%s is left to the full reader', (_, text) => {
  expect(readPlain(text)).toBeUndefined();
});

const pieces = [
  ...[
    'a',
    'Z',
    '한국',
    'é',
    '0',
    '8501',
    '1e3',
    '0x1F',
    '0o17',
    '017',
    '1_000',
    '12:30',
    '1.5',
    '.5',
    '-1',
    '+1',
    '.inf',
    '.nan',
  ],
  ...[
    'true',
    'False',
    'null',
    '~',
    'yes',
    'no',
    'on',
    '10.1.2.7',
    '10.0.0.0/8',
    '::1',
    '2001:db8::',
    '2026-12-31',
  ],
  ...[
    '2026-12-31T18:00:00+09:00',
    ' ',
    '  ',
    ':',
    ': ',
    ', ',
    ',',
    '#',
    ' #',
    '- ',
    '-',
    '?',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
  ],
  ...[
    '"',
    "'",
    "''",
    '\\',
    '\\"',
    '\\n',
    '\\u00e9',
    '{',
    '}',
    '[',
    ']',
    '<<',
    '=',
    '(',
    ')',
    '–',
    '🙂',
    '\u00a0',
    '\u200b',
  ],
];

const mess = (random: Random) =>
  Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join('');

function scalar(random: Random): string {
  const text = mess(random);
  switch (random.below(4)) {
    case 0:
      return JSON.stringify(text);
    case 1:
      return `'${text.replaceAll("'", "''")}'`;
    case 2:
      return random.pick(['8501', 'true', 'sales', 'Sales floor', '10.1.2.7', `"${text}"`, `'${text}'`]);
    default:
      return text;
  }
}

function document(random: Random): string {
  const space = () => ' '.repeat(random.below(3));
  const value = () => (random.chance(0.2) ? `[${scalar(random)}, ${scalar(random)}]` : scalar(random));
  const item = () => {
    const fields = ['slug', 'name', 'apps']
      .slice(0, 1 + random.below(3))
      .map((name) => `${name}:${random.chance(0.95) ? ' ' : ''}${space()}${value()}${space()}`);
    return `{${space()}${fields.join(`,${space()}`)}}`;
  };
  const items = () =>
    Array.from(
      { length: 1 + random.below(2) },
      () => `${random.chance(0.9) ? '  ' : space()}- ${item()}${random.chance(0.1) ? ' # note' : ''}`,
    );
  return `apps:${space()}\n${items().join('\n')}\n${random.chance(0.3) ? `ranges:\n${items().join('\n')}\n` : ''}`;
}

test('whatever it reads, the full reader reads the same (15,000 random texts)', () => {
  const random = seededRandom(20261122);
  let read = 0;
  for (let i = 0; i < 15_000; i++) {
    const text = document(random);
    const source = readPlain(text);
    if (!source) continue;
    read++;
    expect(source.value, text).toEqual(readWithYaml(text));
  }
  expect(read).toBeGreaterThan(2_000);
});

test('JSON that it reads is what JSON.parse reads (20,000 random texts)', () => {
  const random = seededRandom(7);
  const value = (depth: number): string => {
    switch (random.below(depth > 3 ? 4 : 6)) {
      case 0:
        return random.pick(['0', '-1', '1.5', '1e3', '8501', '01', '+1', '.5', 'NaN']);
      case 1:
        return random.pick(['true', 'false', 'null', 'nul', 'True']);
      case 4:
        return `[${Array.from({ length: random.below(3) }, () => value(depth + 1)).join(',')}]`;
      case 5:
        return `{${Array.from({ length: random.below(3) }, (_, i) => `"k${i}" :${value(depth + 1)}`).join(', ')}}`;
      default:
        return random.chance(0.8) ? JSON.stringify(mess(random)) : `"${mess(random)}"`;
    }
  };
  let read = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = `{"a":${value(0)},\n "b": ${value(0)}}`;
    const source = readPlain(text);
    if (!source) continue;
    read++;
    expect(source.value, text).toEqual(JSON.parse(text));
  }
  expect(read).toBeGreaterThan(5_000);
});
