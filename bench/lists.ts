// The dashboard's lists on a database of an organisation's size: how long the server takes for a page, beside Django's admin.

import { DjangoAdminPeer } from './django-admin-peer';
import { type Figure, median, percentile, spread, type Words } from './figures';
import type { HttpClient } from './http-client';
import { type ListCase, listCases } from './list-cases';
import type { Run } from './run';
import { providers, seededDatabase } from './seeded-databases';
import { SeededStack } from './seeded-stack';
import { freePorts } from './workspace';

const BAR = 100;
const WARM_UP = 10;
/** A page that takes Django seconds is not asked for a hundred times. */
const DJANGO_SECONDS = 15;

export async function measureLists(run: Run): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const provider of providers) {
    const databaseUrl = await seededDatabase(run, provider);
    const cases = await listCases(databaseUrl);
    const requests = run.quick ? 20 : 100;
    const sluice = await withSluice(run, `lists-${provider}`, databaseUrl, (client) =>
      timesOf(client, cases, ({ sluice }) => sluice, sluiceRows, requests, Number.POSITIVE_INFINITY),
    );
    const django = await withDjango(run, `django-${provider}`, databaseUrl, (client) =>
      timesOf(client, cases, ({ django }) => django, djangoRows, requests, DJANGO_SECONDS),
    );
    cases.forEach((one, i) => {
      figures.push(...figuresOf(one, provider, sluice[i]!, django[i]!));
    });
  }
  return figures;
}

type Work = (client: HttpClient) => Promise<Measured[]>;

async function withSluice(run: Run, name: string, databaseUrl: string, work: Work): Promise<Measured[]> {
  run.say('lists.starting', { name });
  const stack = await SeededStack.start(run.workspace, { name, databaseUrl });
  try {
    const client = await stack.signIn();
    return await work(client).finally(() => client.close());
  } finally {
    await stack.stop();
  }
}

async function withDjango(run: Run, name: string, databaseUrl: string, work: Work): Promise<Measured[]> {
  run.say('lists.starting', { name });
  const [port] = await freePorts(1);
  const peer = await DjangoAdminPeer.start(run.workspace, { name, port: port!, databaseUrl });
  try {
    run.versions(await peer.versions());
    const client = await peer.signIn();
    return await work(client).finally(() => client.close());
  } finally {
    await peer.stop();
  }
}

/** Milliseconds of each request of a case, and how many pages showed less than there is: the search was given up for now. */
type Measured = { times: number[]; cutShort: number };

/** What each case took. */
async function timesOf(
  client: HttpClient,
  cases: readonly ListCase[],
  pathOf: (one: ListCase) => string,
  rowsOn: (body: string, one: ListCase) => number,
  requests: number,
  seconds: number,
): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const one of cases) {
    const path = pathOf(one);
    const times: number[] = [];
    let cutShort = 0;
    const ask = async () => {
      const { status, body, milliseconds } = await client.get(path);
      if (status !== 200) throw new Error(`${client.origin}${path}: status ${status}`);
      if (rowsOn(body, one) < one.rows) cutShort++;
      return milliseconds;
    };
    const until = performance.now() + seconds * 1000;
    for (let i = 0; i < WARM_UP && performance.now() < until; i++) await ask();
    cutShort = 0;
    while (times.length < requests && (times.length < 5 || performance.now() < until))
      times.push(await ask());
    all.push({ times, cutShort });
  }
  return all;
}

const linkTo: Record<ListCase['list'], RegExp> = {
  users: /\/admin\/users\/\d+/g,
  ranges: /\/admin\/ip-ranges\/\d+/g,
  apps: /\/admin\/apps\/\d+/g,
  visits: /\/admin\/audit\/visits\/[0-9a-f-]{36}/g,
  changes: /\/admin\/audit\/changes\/\d+/g,
};
const sluiceRows = (body: string, { list }: ListCase) => new Set(body.match(linkTo[list])).size;
const djangoRows = (body: string) => (body.match(/<tr><th class="field-/g) ?? []).length;

function figuresOf(
  { list, kind }: ListCase,
  provider: string,
  { times: sluice, cutShort }: Measured,
  { times: django }: Measured,
): Figure[] {
  const id = `lists.${provider}.${list}.${kind}`;
  const what = { provider, list, kind };
  return [
    {
      ...{ id: `${id}.sluice.p95`, unit: 'ms', value: percentile(sluice, 0.95), bar: { atMost: BAR } },
      label: (words) => words('lists.sluiceP95', what),
    },
    {
      ...{ id: `${id}.sluice`, unit: 'ms', ...spread(sluice) },
      label: (words) => words('lists.sluice', what),
    },
    ...(cutShort > 0
      ? [
          {
            ...({ id: `${id}.cutShort`, unit: 'share', value: (100 * cutShort) / sluice.length } as const),
            label: (words: Words) => words('lists.cutShort', what),
          },
        ]
      : []),
    {
      ...{ id: `${id}.django`, unit: 'ms', ...spread(django) },
      label: (words) => words('lists.django', what),
    },
    {
      ...{ id: `${id}.ratio`, unit: 'times', value: median(django) / median(sluice) },
      label: (words) => words('lists.ratio', what),
    },
  ];
}
