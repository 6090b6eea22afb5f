import { describe, expect, test } from 'vitest';
import { PortsInUse, reservedUpstream } from './port-conflicts';
import { appSchema } from './schema';

const app = (port: number, fields: object = {}) =>
  appSchema.parse({ slug: `app-${port}`, name: 'App', port, ...fields });
const codes = (ports: PortsInUse, added: ReturnType<typeof app>) =>
  ports.conflictsOf(added).map(({ field, code, params }) => [field, code, params.other]);

describe('an app that is added', () => {
  const ports = new PortsInUse([app(8501), app(8601, { upstream: '127.0.0.1:9001, [::1]:9002' })]);

  test.each([18_501, 9001, 9002])('may not have port %i, where another one’s program listens', (port) => {
    expect(codes(ports, app(port))).toEqual([
      ['port', 'PORT_IS_UPSTREAM', port === 18_501 ? 'app-8501' : 'app-8601'],
    ]);
    expect(codes(ports, app(port, { host: 'other.example.com' }))).toEqual([]);
  });

  test('may not have its program at a public port, its own included', () => {
    expect(codes(ports, app(8700, { upstream: 'localhost:8501' }))).toEqual([
      ['upstream', 'UPSTREAM_IS_PUBLIC', 'app-8501'],
    ]);
    expect(codes(ports, app(8700, { upstream: '127.0.0.1:8700' }))).toEqual([
      ['upstream', 'UPSTREAM_IS_PUBLIC', 'app-8700'],
    ]);
    expect(codes(ports, app(8700, { upstream: '127.0.0.1:8700', guarded: false }))).toEqual([]);
    expect(codes(ports, app(8700, { upstream: '10.0.0.5:8501' }))).toEqual([]);
    expect(codes(new PortsInUse([app(18_700)]), app(8700))).toEqual([
      ['port', 'UPSTREAM_IS_PUBLIC', 'app-18700'],
    ]);
  });

  test('may share its program with another one, and be where nobody is', () => {
    expect(codes(ports, app(8700, { upstream: '127.0.0.1:9001' }))).toEqual([]);
    expect([8501, 9001, 8700].map((port) => ports.isFree(port))).toEqual([false, false, true]);
  });

  test('may not have its program at one of Sluice’s own ports', () => {
    const own = { HTTP_PORT: 80, HTTPS_PORT: 443, PORTAL_PORT: 8000, GUARD_PORT: 8001 };
    expect(reservedUpstream(app(8501, { upstream: '127.0.0.1:9001, 127.0.0.1:8001' }), own)).toEqual({
      place: '127.0.0.1:8001',
      variable: 'GUARD_PORT',
    });
    expect(reservedUpstream(app(8501, { upstream: '10.0.0.5:8001' }), own)).toBeUndefined();
  });
});

describe('several upstreams', () => {
  const upstream = (given: unknown) => {
    const result = appSchema.safeParse({ slug: 'a', name: 'A', port: 8501, upstream: given });
    return result.success ? result.data.upstream : result.error.issues.map(({ message }) => message);
  };

  test('are one text, whichever way they are written', () => {
    expect(upstream('127.0.0.1:9001,[0:0::1]:9002')).toBe('127.0.0.1:9001, [::1]:9002');
    expect(upstream(['127.0.0.1:9001', 'Apps.Example.COM:80'])).toBe('127.0.0.1:9001, apps.example.com:80');
  });

  test('are refused twice, empty, too many or wrong', () => {
    expect(upstream('127.0.0.1:1, 127.0.0.1:1')).toEqual(['UPSTREAM_TWICE']);
    expect(upstream('127.0.0.1:1,')).toEqual(['UPSTREAM']);
    expect(upstream([])).toEqual(['UPSTREAM']);
    expect(upstream(7)).toEqual(['UPSTREAM']);
    expect(upstream(Array.from({ length: 17 }, (_, i) => `10.0.0.1:${i + 1}`))).toEqual(['UPSTREAM_MANY']);
    expect(upstream(Array.from({ length: 16 }, (_, i) => `10.0.0.1:${i + 1}`))).toContain('10.0.0.1:16');
  });

  test('are needed where there is no port 10,000 above', () => {
    const above = { slug: 'a', name: 'A', port: 60_000 };
    expect(appSchema.safeParse(above).error?.issues[0]).toMatchObject({
      message: 'UPSTREAM_NEEDED',
      path: ['upstream'],
    });
    for (const fields of [{ upstream: '127.0.0.1:50000' }, { guarded: false }, { host: 'far.example.com' }]) {
      expect(appSchema.safeParse({ ...above, ...fields }).success).toBe(true);
    }
  });
});
