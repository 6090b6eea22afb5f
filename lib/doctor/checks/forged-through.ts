import { outerAddresses } from '@/lib/own-addresses';
import { parseAddress } from '@/lib/routing/address';
import { parseRange, rangeContains } from '@/lib/routing/range';
import { type Check, fail, pass, warn } from '../check';
import { answered, ask, front } from '../http';

/** Nobody's (RFC 5737). */
export const FORGED = '203.0.113.77';

/** Every header by which a visitor might try to be somebody else, and guesses of the secret that only Nginx knows. */
export const forgedHeaders: Record<string, string> = {
  'X-Real-IP': FORGED,
  'X-Forwarded-For': FORGED,
  'X-Forwarded-Host': 'forged.example',
  Forwarded: `for=${FORGED}`,
  'X-Client-IP': FORGED,
  'True-Client-IP': FORGED,
  'CF-Connecting-IP': FORGED,
  'X-Sluice-Secret': 'secret',
  'X-Sluice-User': 'forged@example.com',
  'X-Sluice-Address': FORGED,
  'X-Sluice-App': '1',
  'X-Middleware-Subrequest': 'middleware:middleware:middleware:middleware:middleware',
};

/** Forged headers, sent through Nginx: /whoami has to show the address that the connection came from. */
export const forgedThrough: Check = {
  name: 'forgedThrough',
  group: 'access',
  async run({ env }) {
    const sender = ['127.0.0.1', ...outerAddresses()].find(
      (address) => !env.trustedProxies.some((proxies) => isIn(address, proxies)),
    );
    if (!sender) return [warn('FORGED_TRUSTED')];
    const { port, tls, host } = front(env);
    const answer = await ask({
      to: sender,
      port,
      tls,
      host,
      from: sender,
      path: '/whoami',
      headers: forgedHeaders,
    });
    if (!answered(answer)) return [fail('NGINX_AWAY', { port, detail: answer.code })];
    if (answer.body.includes(FORGED)) return [fail('FORGED_BELIEVED', { forged: FORGED })];
    if (answer.status !== 200 || !answer.body.includes(`>${sender}<`))
      return [fail('FORGED_UNSEEN', { sender, status: answer.status })];
    return [pass('FORGED_IGNORED', { sender })];
  },
};

function isIn(address: string, block: string): boolean {
  const [parsed, range] = [parseAddress(address), parseRange(block)];
  return parsed.ok && range.ok && rangeContains(range.range, parsed.address);
}
