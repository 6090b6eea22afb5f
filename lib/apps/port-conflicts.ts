// Ports of this machine that two would want: an app's public port, another one's program, Sluice itself. Pure.

import type { AppRule, ReservedPorts } from './schema';
import { isGuarded, splitPlace, upstreamsOf } from './upstreams';

type Placed = Pick<AppRule, 'slug' | 'host' | 'port' | 'upstream' | 'guarded'>;

export type PortConflict = {
  field: 'port' | 'upstream';
  code: 'PORT_IS_UPSTREAM' | 'UPSTREAM_IS_PUBLIC';
  params: { port: string; place: string; other: string };
};

/** Where the program of an app listens on this machine, as far as its upstreams say so. */
function localPlaces(app: Placed): { place: string; port: number }[] {
  return upstreamsOf(app).flatMap((place) => {
    const { host, port } = splitPlace(place);
    return /^(localhost|127\..*|0\.0\.0\.0|::1?)$/.test(host) ? [{ place, port }] : [];
  });
}

/** Which ports of this machine apps have. Two apps that share a public port are told elsewhere (publicPlace). */
export class PortsInUse {
  private readonly publicPorts = new Map<number, string>();
  private readonly upstreamPorts = new Map<number, string>();

  constructor(apps: Iterable<Placed> = []) {
    for (const app of apps) this.add(app);
  }

  add(app: Placed): void {
    if (app.host === null) this.publicPorts.set(app.port, app.slug);
    for (const { port } of localPlaces(app)) this.upstreamPorts.set(port, app.slug);
  }

  /**
   * What keeps the app from being added to the others: its public port is where another one's program listens, or its own
   * program would listen at a public port.
   *
   * @example new PortsInUse([sales]).conflictsOf({ ...stock, port: 18501 }) // [{ field: 'port', code: 'PORT_IS_UPSTREAM', … }]
   */
  conflictsOf(app: Placed): PortConflict[] {
    const conflicts: PortConflict[] = [];
    const program = app.host === null ? this.upstreamPorts.get(app.port) : undefined;
    if (program !== undefined) {
      const params = { port: String(app.port), place: '', other: program };
      conflicts.push({ field: 'port', code: 'PORT_IS_UPSTREAM', params });
    }
    for (const { place, port } of localPlaces(app)) {
      // An unguarded program is at its public port itself.
      const isOwn = port === app.port && isGuarded(app);
      const other = isOwn ? app.slug : this.publicPorts.get(port);
      if (other === undefined) continue;
      // Without a word of the app's own, it is its public port that has to be another one.
      const field = app.upstream === null ? 'port' : 'upstream';
      const params = { port: String(port), place, other };
      conflicts.push({ field, code: 'UPSTREAM_IS_PUBLIC', params });
    }
    return conflicts;
  }

  /** Whether an app could have this public port with its program at the usual place above it. */
  isFree(port: number): boolean {
    const app = { slug: '', host: null, port, upstream: null, guarded: true };
    return !this.publicPorts.has(port) && this.conflictsOf(app).length === 0;
  }
}

/** The program's place that is one of Sluice's own ports, and the variable that sets it. */
export function reservedUpstream(
  app: Placed,
  reserved: ReservedPorts,
): { place: string; variable: string } | undefined {
  for (const { place, port } of localPlaces(app)) {
    const variable = Object.entries(reserved).find(([, own]) => own === port)?.[0];
    if (variable) return { place, variable };
  }
  return undefined;
}
