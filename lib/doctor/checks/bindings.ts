import { upstreamsOf } from '@/lib/apps/upstreams';
import { isLoopback, placesHere } from '@/lib/firewall/model';
import { listenerOf, listeningAddresses } from '@/lib/listeners';
import { type Check, fail, pass } from '../check';

/** Whatever is for this machine alone is bound to loopback: the portal, the guard, and the apps behind guarded ports. */
export const bindings: Check = {
  name: 'bindings',
  group: 'access',
  async run({ env, rules }) {
    const wanted = new Map<number, string>([
      ...placesHere(env.portalUpstreams, isLoopback).map((port) => [port, 'portal'] as const),
      [env.guardPort, 'guard'],
    ]);
    for (const app of (await rules()).apps.values()) {
      for (const port of placesHere(upstreamsOf(app), isLoopback)) {
        if (port !== app.port) wanted.set(port, app.slug);
      }
    }
    const wide = [...wanted].flatMap(([port, name]) => {
      const address = listeningAddresses(port).find((bound) => !isLoopback(bound));
      if (address === undefined) return [];
      const owner = listenerOf(port);
      const process = owner ? `${owner.pid} ${owner.command}` : '?';
      return fail('BOUND_WIDE', { app: name, port, address, process });
    });
    return wide.length > 0 ? wide : [pass('BOUND_TO_LOOPBACK', { ports: wanted.size })];
  },
};
