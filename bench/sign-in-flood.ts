// A hundred wrong passwords at once, each from an address of its own so that none is turned away uncounted, while visitors land.

import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@/lib/db';
import { addressToKey, parseAddress } from '@/lib/routing/address';
import { type Figure, percentile } from './figures';
import { HttpClient } from './http-client';
import type { Run } from './run';
import { seedDatabase } from './seed';
import { emptyDatabase } from './seeded-databases';
import { SeededStack, signIn } from './seeded-stack';

const ATTACKERS = 100;
const VISITORS = 4;

export async function measureSignInFlood(run: Run): Promise<Figure[]> {
  const rounds = run.quick ? 2 : 7;
  const databaseUrl = await emptyDatabase(run, 'sqlite', 'flood');
  await seedDatabase(databaseUrl, { users: 1000, ranges: 10_000, visits: 1000, changes: 100 });
  const [port] = await run.workspace.listen(1);
  await letEverybodyIn(databaseUrl, port!);
  const stack = await SeededStack.start(run.workspace, { name: 'flood', databaseUrl });
  const visitors = Array.from({ length: VISITORS }, () => new HttpClient(stack.url));
  const quiet: number[] = [];
  const flooded: number[] = [];
  try {
    await landDuring(visitors, sleep(3000));
    for (let round = 1; round <= rounds; round++) {
      const attack = await prepareAttack(stack, round);
      const start = performance.now();
      flooded.push(...(await landDuring(visitors, attack())));
      // As long as the attack was, and long after it.
      const took = performance.now() - start;
      await sleep(500);
      quiet.push(...(await landDuring(visitors, sleep(took))));
      run.say('flood.round', { round, rounds, seconds: (took / 1000).toFixed(1) });
    }
    const tried = await stackFailures(databaseUrl);
    if (tried !== ATTACKERS * rounds)
      throw new Error(`${tried} passwords were looked at, not ${ATTACKERS * rounds}`);
  } finally {
    for (const visitor of visitors) visitor.close();
    await stack.stop();
  }
  const p99 = { quiet: percentile(quiet, 0.99), flooded: percentile(flooded, 0.99) };
  return [
    { id: 'flood.quiet', unit: 'ms', value: p99.quiet, label: (words) => words('flood.quiet') },
    { id: 'flood.flooded', unit: 'ms', value: p99.flooded, label: (words) => words('flood.flooded') },
    {
      ...{ id: 'flood.ratio', unit: 'times', value: p99.flooded / p99.quiet, bar: { atMost: 2 } },
      label: (words) => words('flood.ratio'),
    },
  ];
}

/** This machine's own addresses land on an app at `port`. */
async function letEverybodyIn(databaseUrl: string, port: number): Promise<void> {
  const key = (text: string) => {
    const parsed = parseAddress(text);
    if (!parsed.ok) throw new Error(text);
    return addressToKey(parsed.address);
  };
  const db = openDatabase(databaseUrl);
  try {
    const app = await db.app.create({ data: { slug: 'here', name: 'Here', port, guarded: false } });
    const ends = { first: key('127.0.0.0'), last: key('127.255.255.255') };
    await db.ipRange.create({ data: { ...ends, grants: { create: { appId: app.id, position: 0 } } } });
  } finally {
    await db.$disconnect();
  }
}

/** All that comes before the attempts is done; calling the result makes them all at once. */
async function prepareAttack({ url, email }: SeededStack, round: number): Promise<() => Promise<void>> {
  const attackers = Array.from(
    { length: ATTACKERS },
    (_, i) => new HttpClient(url, `127.0.${round}.${i + 1}`),
  );
  return async () => {
    const answers = await Promise.all(
      attackers.map((attacker) => signIn(attacker, email, 'a wrong pass phrase')),
    );
    for (const attacker of attackers) attacker.close();
    const wrong = answers.find(({ status }) => status !== 401);
    if (wrong) throw new Error(`a wrong password is answered with ${wrong.status}`);
  };
}

/** Landings a few milliseconds apart until `event` has happened: how long each took. */
async function landDuring(visitors: readonly HttpClient[], event: Promise<unknown>): Promise<number[]> {
  let over = false;
  const ended = event.finally(() => {
    over = true;
  });
  const times: number[] = [];
  await Promise.all([
    ended,
    ...visitors.map(async (visitor) => {
      while (!over) {
        const { status, milliseconds } = await visitor.get('/');
        if (status !== 302) throw new Error(`a landing is answered with ${status}`);
        times.push(milliseconds);
        await sleep(5);
      }
    }),
  ]);
  return times;
}

async function stackFailures(databaseUrl: string): Promise<number> {
  const db = openDatabase(databaseUrl);
  return db.changeEvent
    .count({ where: { kind: 'signInFailed', actor: 'not signed in' } })
    .finally(() => db.$disconnect());
}
