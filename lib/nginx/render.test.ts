import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '@/lib/testing/random';
import type { NginxModel } from './model';
import { modelFor, nginxRefusal, temporaryFolder } from './nginx-fixture';
import { comment, NginxTextError, quote } from './quote';
import { passedHeaders, renderedProbe, renderNginx } from './render';

const folder = temporaryFolder();
afterAll(folder.remove);

const prefix = '/srv/sluice/data/nginx';
const plain: NginxModel = {
  httpPort: 8080,
  portalUpstreams: ['127.0.0.1:8000'],
  guardPort: 8001,
  apps: [],
  publicHosts: [],
  trustedProxies: [],
  proxySecret: 'not-a-secret-not-a-secret-not-a-secret-0',
  paths: { prefix, accessLog: `${prefix}/access.log`, errorLog: `${prefix}/error.log` },
  ipv6: true,
};
const models: Record<string, NginxModel> = {
  plain,
  'no-ipv6': { ...plain, ipv6: false },
  'public-hosts': {
    ...plain,
    httpPort: 80,
    publicHosts: ['gate.example.com', '10.0.0.5', '2001:db8::5'],
    worker: { user: 'www-data', group: 'www-data' },
  },
  guarded: {
    ...plain,
    apps: [
      { id: 1, slug: 'sales', port: 8501, upstreams: ['127.0.0.1:18501'] },
      { id: 12, slug: 'energy', port: 8502, upstreams: ['127.0.0.1:9001', '[::1]:9002', 'localhost:9003'] },
    ],
  },
  'guarded-hosts': {
    ...plain,
    publicHosts: ['gate.example.com', '2001:db8::5'],
    ipv6: false,
    apps: [{ id: 1, slug: 'sales', port: 8501, upstreams: ['127.0.0.1:18501'] }],
  },
  'trusted-proxies': { ...plain, trustedProxies: ['10.0.0.2', '192.168.7.0/24', '2001:db8:7::/48'] },
};

describe.each(Object.entries(models))('the %s model', (name, model) => {
  test('gives the golden file', async () => {
    await expect(renderNginx(model)).toMatchFileSnapshot(`./golden/${name}.conf`);
  });

  test('is accepted by Nginx', () => {
    const here = modelFor(folder.path, { ...model, paths: undefined, worker: modelFor(folder.path).worker });
    const text = renderNginx({ ...here, paths: modelFor(folder.path).paths });
    expect(nginxRefusal(text, folder.path)).toBeUndefined();
  });

  test('is written the same way each time, under a probe of its own', () => {
    expect(renderNginx({ ...model })).toBe(renderNginx(model));
    const probe = renderedProbe(renderNginx(model));
    for (const [otherName, other] of Object.entries(models)) {
      if (otherName !== name) expect(renderedProbe(renderNginx(other))).not.toBe(probe);
    }
    expect(renderedProbe(renderNginx({ ...model, proxySecret: `${model.proxySecret}x` }))).not.toBe(probe);
  });
});

describe('a text from outside', () => {
  const nasty = [
    '"',
    '\\',
    "'",
    ';',
    '{',
    '}',
    '#',
    '$',
    `$\{host}`,
    '\n',
    '\r',
    '\t',
    '\0',
    '\u2028',
    '\ud800',
    ' ',
    '%',
    '~',
    '*',
    '[',
    ']',
  ];
  const harmless = ['a', 'Z', '7', '한글', 'é', '🚪', '}\\" return 200;'];

  test('comes back from Nginx as it went in, or is refused: never anything else', () => {
    const random = seededRandom(20_261_101);
    const texts = [
      ...nasty,
      ...harmless,
      '"; return 200 "x',
      '\\"',
      '\\\\"; #',
      'a\\',
      'x" } server { listen 1;',
    ];
    while (texts.length < 600) {
      texts.push(
        Array.from({ length: 1 + random.below(12) }, () => random.pick([...nasty, ...harmless])).join(''),
      );
    }
    const kept: string[] = [];
    for (const text of texts) {
      try {
        quote(text);
        kept.push(text);
      } catch (error) {
        expect(error).toBeInstanceOf(NginxTextError);
        expect(text).toMatch(/[\p{Cc}\p{Cs}\u2028$]/u);
      }
    }
    expect(kept.length).toBeGreaterThan(100);
    // `nginx -T` repeats the file and proves nothing; an unknown directive is quoted in the error message as parsed.
    for (const text of kept) {
      const directive = nginxRefusal(`events {}\n${quote(`_${text}`)};\n`, folder.path);
      expect(directive).toContain(`unknown directive "_${text}" in `);
    }
    const all = kept
      .map((text, i) => `map $uri $v${i} { default ${quote(text)}; } ${comment(text)}`)
      .join('\n');
    expect(nginxRefusal(`events {}\nhttp {\n${all}\n}\n`, folder.path)).toBeUndefined();
  });

  test('in a comment stays in the comment', () => {
    for (const text of nasty.map((character) => `a${character}return 200;`)) {
      expect(comment(text).split(/[\n\r\u2028]/)).toHaveLength(1);
      expect(nginxRefusal(`events {}\n${comment(text)}\n`, folder.path)).toBeUndefined();
    }
  });

  test.each([
    ['a path with a variable', { paths: { ...plain.paths, prefix: '/srv/$host' } }],
    ['a path of two lines', { paths: { ...plain.paths, accessLog: '/srv/a\nb' } }],
    ['an endless path', { paths: { ...plain.paths, errorLog: `/${'a'.repeat(5000)}` } }],
    ['a secret with a variable', { proxySecret: '$http_x_sluice_secret' }],
    ['a host that is a regular expression', { publicHosts: ['~^.*$'] }],
    ['a host with a wildcard', { publicHosts: ['*.example.com'] }],
    ['a host that catches all subdomains', { publicHosts: ['.example.com'] }],
    ['a host that is a catch-all', { publicHosts: ['_'] }],
    ['a host that breaks out', { publicHosts: ['a"; return 200 "x'] }],
    ['a proxy that breaks out', { trustedProxies: ['10.0.0.0/8; return 200'] }],
    ['a proxy by socket', { trustedProxies: ['unix:'] }],
    ['a proxy with host bits', { trustedProxies: ['10.0.0.7/24'] }],
    ['a port that is none', { httpPort: 70_000 }],
  ] satisfies [string, Partial<NginxModel>][])(
    'that no configuration can hold is refused: %s',
    (_name, fields) => {
      expect(() => renderNginx({ ...plain, ...fields })).toThrow(NginxTextError);
    },
  );

  test('that is odd but legal in a path is kept', () => {
    const odd = join(folder.path, `it's "a" {path}; # 한글 \\ %`);
    const text = renderNginx({ ...modelFor(odd), ipv6: true });
    expect(nginxRefusal(text, odd)).toBeUndefined();
  });
});

describe('the headers that pass', () => {
  const source = (path: string) =>
    readFileSync(join(import.meta.dirname, '../../node_modules/next/dist', path), 'utf8');
  const passed = new Set(passedHeaders.map((name) => name.toLowerCase()));

  test('are all that Next’s client router sends in production', () => {
    const headers = source('client/components/app-router-headers.js');
    const flight = /const FLIGHT_HEADERS = \[([^\]]*)\]/.exec(headers)![1]!.match(/\w+/g)!;
    const named = [...flight, 'ACTION_HEADER', 'NEXT_URL'].filter(
      (name) => name !== 'NEXT_HMR_REFRESH_HEADER',
    );
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) {
      const value = new RegExp(`const ${name} = '([^']+)'`).exec(headers)?.[1];
      expect(passed, name).toContain(value);
    }
  });

  test('are none that Next keeps for itself', () => {
    const internal = /const INTERNAL_HEADERS = \[([^\]]*)\]/.exec(
      source('server/lib/server-ipc/utils.js'),
    )![1]!;
    const names = [...internal.matchAll(/'([^']+)'/g)].map((match) => match[1]!);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(passed).not.toContain(name);
    expect([...passed].filter((name) => name.startsWith('x-') || name.includes('forwarded'))).toEqual([]);
  });
});
