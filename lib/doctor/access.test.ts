// Who gets in: stand-ins for Nginx, portal, guard and apps that do right and wrong.

import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { outerAddresses } from '@/lib/own-addresses';
import { freshDatabase } from '@/lib/testing/fresh-database';
import { freePort } from '@/lib/testing/postgresql-cluster';
import { appPorts } from './checks/app-ports';
import { bindings } from './checks/bindings';
import { forgedPast } from './checks/forged-past';
import { FORGED, forgedThrough } from './checks/forged-through';
import { codes, environment, found, listen, statusOnly } from './doctor-fixture';

describe('forged headers', () => {
  const whoami =
    (address: (headers: Record<string, unknown>, peer: string) => string): RequestListener =>
    ({ headers, socket }, response) =>
      response.end(`<dd>${address(headers, socket.remoteAddress ?? '')}</dd>`);

  test('through Nginx: one that overwrites them passes, one that believes them fails', async () => {
    const env = await environment();
    expect(codes(await found(forgedThrough, { env }))).toEqual(['fail NGINX_AWAY']);
    await listen(
      env.httpPort,
      '127.0.0.1',
      whoami((_, peer) => peer),
    );
    expect(codes(await found(forgedThrough, { env }))).toEqual(['pass FORGED_IGNORED']);
    for (const header of ['x-real-ip', 'x-forwarded-for']) {
      const other = await environment();
      await listen(
        other.httpPort,
        '127.0.0.1',
        whoami((headers) => String(headers[header])),
      );
      expect(await found(forgedThrough, { env: other })).toMatchObject([
        { status: 'fail', code: 'FORGED_BELIEVED', params: { forged: FORGED } },
      ]);
    }
  });

  test('where every address of this machine is a trusted proxy, it says that it cannot tell', async () => {
    const env = await environment({ TRUSTED_PROXIES: '0.0.0.0/0,::/0' });
    expect(codes(await found(forgedThrough, { env }))).toEqual(['warn FORGED_TRUSTED']);
  });

  test('past Nginx: whoever lets in at the portal’s or the guard’s port fails', async () => {
    const closed = await environment();
    expect(codes(await found(forgedPast, { env: closed }))).toEqual(['fail PORTAL_AWAY', 'fail GUARD_AWAY']);
    await listen(closed.portalPort, '127.0.0.1', ({ url }, response) => {
      response.statusCode = url === '/' ? 403 : 200;
      response.end('UNKNOWN_CLIENT');
    });
    await listen(closed.guardPort, '127.0.0.1', statusOnly(403));
    expect(codes(await found(forgedPast, { env: closed }))).toEqual([
      'pass PORTAL_REFUSES',
      'pass GUARD_REFUSES',
    ]);
    const open = await environment();
    await listen(open.portalPort, '127.0.0.1', ({ headers }, response) => response.end(headers['x-real-ip']));
    await listen(open.guardPort, '127.0.0.1', statusOnly(204));
    expect(codes(await found(forgedPast, { env: open }))).toEqual([
      'fail PORTAL_BELIEVES',
      'fail GUARD_BELIEVES',
    ]);
  });
});

describe('the ports of apps', () => {
  const outside = outerAddresses()[0];

  /** An app at a free port, whose upstream is at another. */
  async function withApp(fields: { guarded?: boolean } = {}) {
    const { db, url } = await freshDatabase('sqlite');
    const [port, inner] = [await freePort(), await freePort()];
    const data = { slug: 'sales', name: 'Sales', port, upstream: `127.0.0.1:${inner}`, ...fields };
    const app = await db.app.create({ data });
    return { db, app, port, inner, env: await environment({ DATABASE_URL: url }) };
  }

  test('a guarded app that answers a stranger with 403 passes; one that lets in fails', async () => {
    const { env, port } = await withApp();
    expect(codes(await found(appPorts, { env }))).toContain('warn GUARDED_SILENT');
    await listen(port, '0.0.0.0', statusOnly(403));
    expect(codes(await found(appPorts, { env }))).toContain('pass GUARDED_REFUSES');
    const other = await withApp();
    await listen(other.port, '0.0.0.0', statusOnly(200));
    expect(await found(appPorts, { env: other.env })).toContainEqual(
      expect.objectContaining({ status: 'fail', code: 'GUARDED_OPEN' }),
    );
    const own = await withApp();
    await listen(own.port, '0.0.0.0', statusOnly(404));
    expect(codes(await found(appPorts, { env: own.env }))).toContain('fail GUARDED_OPEN');
    const broken = await withApp();
    await listen(broken.port, '0.0.0.0', statusOnly(503));
    expect(codes(await found(appPorts, { env: broken.env }))).toContain('warn GUARDED_CLOSED');
  });

  test('a page that is refused does not hide a websocket that is not', async () => {
    const { env, port } = await withApp();
    await listen(port, '0.0.0.0', ({ headers }, response) => {
      response.statusCode = headers.upgrade ? 200 : 403;
      response.end();
    });
    expect(codes(await found(appPorts, { env }))).toContain('fail GUARDED_OPEN');
  });

  test('where this machine’s address has a rule, another one is tried; where all have, it says so', async () => {
    const { env, db, app, port } = await withApp();
    await listen(port, '0.0.0.0', statusOnly(403));
    const allow = (first: string, last: string) =>
      db.ipRange.create({ data: { first, last, grants: { create: { appId: app.id, position: 0 } } } });
    // All of IPv4 but loopback, and all of IPv6.
    await allow(`4${'0'.repeat(32)}`, `4${'0'.repeat(24)}7effffff`);
    await allow(`4${'0'.repeat(24)}80000000`, `4${'0'.repeat(24)}ffffffff`);
    await allow(`6${'0'.repeat(32)}`, `6${'f'.repeat(32)}`);
    const [finding] = (await found(appPorts, { env })).filter(({ code }) => code === 'GUARDED_REFUSES');
    expect(finding?.params?.address).toMatch(/^127\./);
    await allow(`4${'0'.repeat(24)}7f000000`, `4${'0'.repeat(24)}7fffffff`);
    expect(codes(await found(appPorts, { env }))).toContain('warn NO_STRANGER');
  });

  test('an app that is not guarded is warned of', async () => {
    const { env, port } = await withApp({ guarded: false });
    expect(codes(await found(appPorts, { env }))).toContain('warn UNGUARDED');
    await listen(port, '0.0.0.0');
    expect(codes(await found(appPorts, { env }))).toContain('warn UNGUARDED_OPEN');
  });

  test('an inner port that is open to others fails, and is named with its process', async () => {
    const { env, inner } = await withApp();
    await listen(inner, '127.0.0.1');
    expect(codes(await found(bindings, { env }))).toEqual(['pass BOUND_TO_LOOPBACK']);
    expect(codes(await found(appPorts, { env }))).not.toContain('fail UPSTREAM_OPEN');
    const wide = await withApp();
    await listen(wide.inner, '0.0.0.0');
    const [finding] = await found(bindings, { env: wide.env });
    expect(finding).toMatchObject({ status: 'fail', code: 'BOUND_WIDE' });
    expect(finding?.params).toMatchObject({ app: 'sales', port: wide.inner, address: '0.0.0.0' });
    expect(finding?.params?.process).toContain(String(process.pid));
    if (outside) expect(codes(await found(appPorts, { env: wide.env }))).toContain('fail UPSTREAM_OPEN');
  });

  test('the portal bound to every address fails', async () => {
    const { env } = await withApp();
    await listen(env.portalPort, '::');
    expect(await found(bindings, { env })).toMatchObject([
      { code: 'BOUND_WIDE', params: { app: 'portal', address: '::' } },
    ]);
  });
});
