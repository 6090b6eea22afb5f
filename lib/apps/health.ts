// Which apps are known to be down: whether anything accepts a connection at their port, asked again and again.

import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RuleApp } from '@/lib/routing/rules';

/** How often each app is asked, and how long it may take to accept, in ms. */
const INTERVAL = 2000;
const TIMEOUT = 1000;
/** An app that was up is down after so many refusals in a row; one that never was, after the first. */
const FALL = 2;

export class HealthWatch {
  private readonly failures = new Map<number, number>();
  private watching: Promise<void> | undefined;
  private stopped = false;
  private down: ReadonlySet<number> = new Set();

  constructor(private readonly apps: () => Iterable<RuleApp>) {}

  /** The ids of the apps known to be down. */
  downApps(): ReadonlySet<number> {
    return this.down;
  }

  start(): void {
    this.watching ??= (async () => {
      while (!this.stopped) {
        await this.check();
        await sleep(INTERVAL, undefined, { ref: false });
      }
    })();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
  }

  /** Asks every enabled app once. */
  async check(): Promise<void> {
    const apps = [...this.apps()].filter(({ enabled }) => enabled);
    const answers = await Promise.all(apps.map((app) => mayBeUp(app)));
    const known = new Set(apps.map(({ id }) => id));
    for (const id of this.failures.keys()) if (!known.has(id)) this.failures.delete(id);
    apps.forEach(({ id }, i) => {
      this.failures.set(id, answers[i] ? 0 : (this.failures.get(id) ?? FALL - 1) + 1);
    });
    this.down = new Set([...this.failures].filter(([, failures]) => failures >= FALL).map(([id]) => id));
  }
}

/**
 * Whether nothing says that the app is down. On this machine its port accepts a connection at some address or the app is
 * not there; another server may be one that visitors reach and this one does not, so only a refusal says something.
 */
async function mayBeUp({ host, port }: RuleApp): Promise<boolean> {
  if (host) return (await answerOf(host, port)) !== 'refused';
  for (const address of ['127.0.0.1', '::1', ...ownAddresses()]) {
    if ((await answerOf(address, port)) === 'accepted') return true;
  }
  return false;
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address);
}

function answerOf(host: string, port: number): Promise<'accepted' | 'refused' | 'none'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT });
    const answer = (what: 'accepted' | 'refused' | 'none') => {
      socket.destroy();
      resolve(what);
    };
    socket.once('connect', () => answer('accepted'));
    socket.once('timeout', () => answer('none'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      answer(error.code === 'ECONNREFUSED' ? 'refused' : 'none'),
    );
  });
}
