// A CSV file of 100,000 ranges through the dashboard: upload, check, preview and writing, as the pages do it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase, type Provider } from '@/lib/db';
import { homeDir } from '@/lib/env';
import { type Figure, percentile } from './figures';
import { HttpClient } from './http-client';
import type { Run } from './run';
import { seedDatabase } from './seed';
import { emptyDatabase, providers, seededDatabase, sizeOf } from './seeded-databases';
import { SeededStack } from './seeded-stack';

const PIECE = 1024 * 1024;
const smallOffice = { users: 100, ranges: 100, visits: 1000, changes: 100 };

export async function measureImport(run: Run): Promise<Figure[]> {
  const rows = run.quick ? 10_000 : 100_000;
  const figures: Figure[] = [];
  for (const provider of providers) {
    const small = await emptyDatabase(run, provider, 'import');
    await seedDatabase(small, smallOffice);
    figures.push(...(await measureOn(run, provider, small, smallOffice.ranges, rows)));
    const full = await seededDatabase(run, provider);
    figures.push(...(await measureOn(run, provider, full, sizeOf(run).ranges, rows)));
  }
  return figures;
}

async function measureOn(
  run: Run,
  provider: Provider,
  databaseUrl: string,
  ranges: number,
  rows: number,
): Promise<Figure[]> {
  const name = `import-${provider}-${ranges}`;
  run.say('import.starting', { database: provider, ranges });
  const stack = await SeededStack.start(run.workspace, { name, databaseUrl });
  const db = openDatabase(databaseUrl);
  const visitor = new HttpClient(stack.url);
  try {
    const client = await stack.signIn();
    const file = await csvFile(db, rows);
    const before = await db.ipRange.count();
    let importing = true;
    const landings = landUntil(visitor, () => !importing);
    const seconds = await importFile(client, file).finally(() => {
      importing = false;
    });
    const after = await db.ipRange.count();
    if (after - before !== rows) throw new Error(`the import added ${after - before} ranges, not ${rows}`);
    client.close();
    const what = { provider, rows: rows.toLocaleString('en-US'), ranges: ranges.toLocaleString('en-US') };
    const id = `import.${provider}.${ranges}`;
    return [
      {
        ...{ id, unit: 's', value: seconds, bar: { atMost: 30 } },
        label: (words) => words('import.time', what),
      },
      {
        ...{ id: `${id}.landing`, unit: 'ms', value: percentile(await landings, 0.99) },
        label: (words) => words('import.landing', what),
      },
    ];
  } finally {
    visitor.close();
    await db.$disconnect();
    await stack.stop();
  }
}

/** Addresses that no run before has imported; each belongs to a user and grants an app. */
async function csvFile(db: Database, rows: number): Promise<Buffer> {
  const users = await db.user.findMany({ take: 1000, orderBy: { id: 'asc' }, select: { email: true } });
  const apps = await db.app.findMany({ orderBy: { id: 'asc' }, select: { slug: true } });
  const now = Math.floor(Date.now() / 1000).toString(16);
  const lines = Array.from({ length: rows }, (_, i) => {
    const address = `fd00:${now.slice(0, 4)}:${now.slice(4)}:${(i >> 16).toString(16)}::${(i & 0xffff).toString(16)}`;
    return `${address},"Desk ${i}, floor ${i % 40}",${users[i % users.length]!.email},${apps[i % apps.length]!.slug}`;
  });
  return Buffer.from(`range,label,user,apps\r\n${lines.join('\r\n')}\r\n`);
}

/** Seconds from the first byte sent to the last row written. */
async function importFile(client: HttpClient, file: Buffer): Promise<number> {
  const start = performance.now();
  const announced = { fileName: 'ranges.csv', kind: 'ranges', prune: false, size: file.length };
  const json = { 'content-type': 'application/json' };
  const created = await client.send('POST', '/admin/import/upload', json, JSON.stringify(announced));
  const { id } = JSON.parse(created.body) as { id: string };
  for (let offset = 0; offset < file.length; offset += PIECE) {
    const piece = file.subarray(offset, offset + PIECE);
    const type = { 'content-type': 'application/octet-stream' };
    const { status } = await client.send(
      'PUT',
      `/admin/import/upload?id=${id}&offset=${offset}`,
      type,
      piece,
    );
    if (status !== 200) throw new Error(`a piece of the upload is answered with ${status}`);
  }
  await phase(client, id, 'ready');
  const applied = await client.send(
    'POST',
    `/admin/import/${id}`,
    {
      'next-action': actionId('applyImport'),
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
    },
    JSON.stringify([id, true]),
  );
  if (!applied.body.includes('"status":"done"')) throw new Error(`the import is refused: ${applied.body}`);
  await phase(client, id, 'done');
  return (performance.now() - start) / 1000;
}

async function phase(client: HttpClient, id: string, wanted: 'ready' | 'done'): Promise<void> {
  for (;;) {
    const { status, body } = await client.get(`/admin/import/${id}/status`);
    const { phase } = JSON.parse(body) as { phase: string };
    if (phase === wanted) return;
    if (status !== 200 || phase === 'failed') throw new Error(`the import's status is ${status} ${body}`);
    await sleep(100);
  }
}

/** By what the built portal knows a server action. */
function actionId(name: string): string {
  const file = join(homeDir, '.next', 'server', 'server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as {
    node: Record<string, { exportedName?: string }>;
  };
  const id = Object.keys(node).find((key) => node[key]!.exportedName === name);
  if (!id) throw new Error(`${file} has no action ${name}`);
  return id;
}

async function landUntil(visitor: HttpClient, stop: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!stop()) {
    times.push((await visitor.get('/')).milliseconds);
    await sleep(10);
  }
  return times;
}
