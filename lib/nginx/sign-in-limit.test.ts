// Requests for signing in that come all at once: a real Nginx hands them on one after another.

import { afterAll, expect, test } from 'vitest';
import {
  ask,
  freePorts,
  modelFor,
  startNginx,
  startUpstream,
  stopNginx,
  temporaryFolder,
} from './nginx-fixture';

const folder = temporaryFolder();
afterAll(folder.remove);

test('a crowd of sign-ins comes to the portal in turn, one address cannot fill the queue, and landings pass', async () => {
  const [httpPort = 0, portalPort = 0] = await freePorts(2);
  const arrivals: number[] = [];
  const upstream = await startUpstream(portalPort, ({ url }) => {
    if (url?.startsWith('/api/auth/')) arrivals.push(performance.now());
    return false;
  });
  const nginx = await startNginx(
    modelFor(folder.path, { httpPort, portalUpstreams: [`127.0.0.1:${portalPort}`] }),
  );
  try {
    const port = httpPort;
    const signIn = (from: string) => ask({ port, path: '/api/auth/csrf', from });
    const crowd = Array.from({ length: 40 }, (_, i) => signIn(`127.0.9.${i + 1}`));
    const greedy = Array.from({ length: 130 }, () => signIn('127.0.8.1'));
    const landing = await ask({ port, from: '127.0.8.1' });
    expect(landing.status).toBe(200);
    expect(arrivals.length).toBeLessThan(20);
    expect((await Promise.all(crowd)).map(({ status }) => status)).toEqual(crowd.map(() => 200));
    const refused = (await Promise.all(greedy)).filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ status, headers }) => status === 503 && headers['retry-after'] === '5')).toBe(
      true,
    );
    // 30 a second.
    const [first = 0, last = 0] = [arrivals[0], arrivals.at(-1)];
    expect(last - first).toBeGreaterThan((arrivals.length - 2) * 33 * 0.9);
  } finally {
    await stopNginx(nginx.process);
    await upstream.stop();
  }
});
