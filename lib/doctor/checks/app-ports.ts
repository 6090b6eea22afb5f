import { isGuarded, upstreamsOf } from '@/lib/apps/upstreams';
import { isLoopback, placesHere } from '@/lib/firewall/model';
import { outerAddresses } from '@/lib/own-addresses';
import { decide } from '@/lib/routing/decide';
import type { RuleApp } from '@/lib/routing/rules';
import type { RuleTable } from '@/lib/routing/table';
import { type Check, type DoctorContext, type Finding, fail, pass, warn } from '../check';
import { type Answer, accepts, answered, ask, front, HANDSHAKE, type NoAnswer } from '../http';

/** Strangers of last resort: loopback addresses that hardly anybody writes a rule for. */
const LOOPBACK_STRANGERS = ['127.83.76.85', '127.73.67.69', '127.111.99.107'];

/**
 * Every app of this machine, tried as a stranger would: from an address of this machine that has no rule for it. Guarded:
 * 403, for pages and for the websocket's handshake. Where the app itself listens: nothing, from outside.
 */
export const appPorts: Check = {
  name: 'appPorts',
  group: 'access',
  timeout: 40_000,
  async run(context) {
    const table = await context.rules();
    const apps = [...table.apps.values()].filter(({ enabled, host }) => enabled && host === null);
    if (apps.length === 0) return [pass('NO_LOCAL_APPS')];
    const outside = outerAddresses();
    const results = await Promise.all(apps.map((app) => tryApp(app, table, context, outside)));
    return [...(outside.length === 0 ? [warn('NO_OUTSIDE_ADDRESS')] : []), ...results.flat()];
  },
};

async function tryApp(
  app: RuleApp,
  table: RuleTable,
  { env, now }: DoctorContext,
  outside: string[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const name = app.slug;
  const isStranger = (address: string) =>
    decide({ address, at: now, table, requested: app.slug }).outcome === 'deny';
  const known = outside.filter((address) => !isStranger(address));
  const stranger = [...outside, ...LOOPBACK_STRANGERS].find(isStranger);
  if (!isGuarded(app)) findings.push(await tryUnguarded(app, outside[0] ?? '127.0.0.1'));
  else if (!stranger) findings.push(warn('NO_STRANGER', { app: name, addresses: known.join(', ') }));
  else {
    const { tls, host } = front(env);
    const asked = {
      to: isLoopback(stranger) ? '127.0.0.1' : stranger,
      from: stranger,
      port: app.port,
      tls,
      host,
    };
    const page = await ask(asked);
    const handshake = await ask({ ...asked, path: '/_stcore/stream', headers: HANDSHAKE });
    findings.push(verdict(app, stranger, [page, handshake]));
  }
  const ports = placesHere(upstreamsOf(app), (host) => isLoopback(host)).filter((port) => port !== app.port);
  for (const port of ports) {
    for (const to of outside) {
      const isOpen = await accepts({ to, from: to, port });
      if (isOpen) findings.push(fail('UPSTREAM_OPEN', { app: name, port, address: to }));
    }
  }
  return findings;
}

function verdict(app: RuleApp, address: string, answers: readonly (Answer | NoAnswer)[]): Finding {
  const params = { app: app.slug, port: app.port, address };
  // An app that answers with 404 or 401 of its own has been reached; 400, 421 and 5xx are Nginx's, whose guard is away.
  const isClosed = ({ status }: Answer) =>
    status === 403 || status === 400 || status === 421 || status >= 500;
  const open = answers.filter(answered).find((answer) => !isClosed(answer));
  if (open) return fail('GUARDED_OPEN', { ...params, status: open.status });
  if (!answers.every(answered)) return warn('GUARDED_SILENT', params);
  const odd = answers.find(({ status }) => status !== 403);
  return odd ? warn('GUARDED_CLOSED', { ...params, status: odd.status }) : pass('GUARDED_REFUSES', params);
}

async function tryUnguarded({ slug, port, scheme }: RuleApp, address: string): Promise<Finding> {
  const answer = await ask({ to: address, from: address, port, tls: scheme === 'https' });
  const params = { app: slug, port, address };
  return answered(answer) && answer.status < 400 ? warn('UNGUARDED_OPEN', params) : warn('UNGUARDED', params);
}
