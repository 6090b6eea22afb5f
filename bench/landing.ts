// Landings through Nginx: Sluice, the stack it replaces, and Nginx alone, in turns.

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { openDatabase } from '@/lib/db';
import { formatAddress } from '@/lib/routing/address';
import { readAsnRanges } from './asn-ranges';
import { DjangoPeer } from './django-peer';
import { type Figure, spread, type Words } from './figures';
import { type LoadResult, type LoadTool, load, loadTool } from './load';
import { Portal } from './portal';
import { type Contender, contenders, FrontProxy, visitorHeader } from './proxy';
import { type BenchRules, nestedRules, type Visitor } from './rules';
import type { Run } from './run';
import { freePorts, processorSeconds } from './workspace';

/** Waitress's default first: it wins a draw. */
const THREADS = [4, 1, 2, 8, 16];
const CONNECTIONS = [32, 1];
const SEED = 20261122;

type Contest = {
  tool: LoadTool;
  proxy: FrontProxy;
  visitors: string;
  /** The process that answers behind Nginx. */
  pids: () => Partial<Record<Contender, number>>;
};
/** A run of the load generator, and the milliseconds of processor time an answer took. */
type Measured = LoadResult & { processor: number };

export async function measureLanding(run: Run): Promise<Figure[]> {
  const { workspace, quick } = run;
  const rounds = quick ? 3 : 7;
  const seconds = quick ? 2 : 5;
  const { rules, visitors } = nestedRules(readAsnRanges(), 10_000, 2000, await workspace.listen(3), SEED);
  const visitorFile = workspace.path('visitors.txt');
  writeFileSync(visitorFile, visitors.map(({ address }) => `${formatAddress(address)}\n`).join(''));

  const [sluicePort, djangoPort, nginxPort, portalPort, waitressPort] = await freePorts(5);
  run.say('landing.preparing');
  const proxySecret = randomBytes(24).toString('hex');
  const django = await DjangoPeer.prepare(workspace, waitressPort!, rules);
  run.versions(await django.versions());
  const portal = await Portal.start(workspace, {
    name: 'landing',
    rules,
    proxySecret,
    portalPort: portalPort!,
  });
  await django.serve(django.defaultThreads);
  const proxy = await FrontProxy.start(
    workspace,
    {
      front: { sluice: sluicePort!, django: djangoPort!, nginx: nginxPort! },
      portal: portalPort!,
      waitress: waitressPort!,
    },
    proxySecret,
  );
  const contest: Contest = {
    ...{ tool: loadTool(), proxy, visitors: visitorFile },
    pids: () => ({ sluice: portal.pid, django: django.pid }),
  };
  run.versions({ 'load generator': contest.tool });

  await checkLocations(proxy, rules, visitors.slice(0, 300));
  const threads = await bestThreads(run, contest, django, seconds);
  const figures: Figure[] = [];
  for (const connections of CONNECTIONS) {
    const results = await takeTurns(run, contest, connections, rounds, seconds);
    figures.push(...figuresOf(results, connections, threads));
  }
  await checkRecords('sluice', proxy, portal.databaseUrl, 'SELECT "requestId" AS "id" FROM "AccessEvent"');
  await checkRecords('django', proxy, django.databaseUrl, 'SELECT request_id AS id FROM gate_visit');
  return figures;
}

/** Each visitor has to be sent to the same, right place by both. */
async function checkLocations(
  proxy: FrontProxy,
  { apps }: BenchRules,
  visitors: readonly Visitor[],
): Promise<void> {
  const ports = new Map(apps.map(({ slug, port }) => [slug, port]));
  for (const { address, app } of visitors) {
    const right = `302 http://127.0.0.1:${ports.get(app)}/`;
    for (const contender of ['sluice', 'django'] as const) {
      const answer = await fetch(proxy.url(contender), {
        redirect: 'manual',
        headers: { [visitorHeader]: formatAddress(address) },
      });
      await answer.arrayBuffer();
      const given = `${answer.status} ${answer.headers.get('location')}`;
      if (given !== right)
        throw new Error(`${contender} answers ${formatAddress(address)} with ${given}, not ${right}`);
    }
  }
}

/** The number of Waitress threads that lands most visitors a second; the peer keeps running with it. */
async function bestThreads(run: Run, contest: Contest, django: DjangoPeer, seconds: number): Promise<number> {
  const trials: { threads: number; rate: number }[] = [];
  for (const threads of THREADS) {
    await django.serve(threads);
    await loaded(run, contest, 'django', 32, 1);
    const { answers, seconds: taken } = await loaded(run, contest, 'django', 32, seconds);
    trials.push({ threads, rate: answers / taken });
    run.say('landing.threads', { threads, rate: Math.round(answers / taken) });
  }
  const best = trials.reduce((a, b) => (b.rate > a.rate ? b : a));
  await django.serve(best.threads);
  return best.threads;
}

type Results = Record<Contender, Measured[]>;

async function takeTurns(
  run: Run,
  contest: Contest,
  connections: number,
  rounds: number,
  seconds: number,
): Promise<Results> {
  const results: Results = { sluice: [], django: [], nginx: [] };
  for (const contender of contenders) await loaded(run, contest, contender, connections, seconds);
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      results[contender].push(await loaded(run, contest, contender, connections, seconds));
    }
    const rate = (contender: Contender) => {
      const { answers, seconds: taken } = results[contender].at(-1)!;
      return Math.round(answers / taken);
    };
    run.say('landing.round', {
      ...{ round, rounds, connections },
      ...{ sluice: rate('sluice'), django: rate('django'), nginx: rate('nginx') },
    });
  }
  return results;
}

/** One run of the load generator; nothing but answers of 302 is let pass. */
async function loaded(
  run: Run,
  { tool, proxy, visitors, pids }: Contest,
  contender: Contender,
  connections: number,
  seconds: number,
): Promise<Measured> {
  const pid = pids()[contender];
  const before = pid ? processorSeconds(pid) : 0;
  const result = await load(run.workspace, tool, {
    url: proxy.url(contender),
    connections,
    seconds,
    visitors,
  });
  await proxy.settled(contender);
  if (result.failures > 0 || result.answers === 0) {
    throw new Error(`${contender}: ${result.failures} requests failed, ${result.answers} were answered`);
  }
  const used = pid ? processorSeconds(pid) - before : 0;
  return { ...result, processor: (used * 1000) / result.answers };
}

/** Every answer that went through Nginx has to be a 302 with exactly one row of its own, and no row has no answer. */
async function checkRecords(
  contender: Contender,
  proxy: FrontProxy,
  databaseUrl: string,
  query: string,
): Promise<void> {
  const answers = proxy.answers(contender);
  const db = openDatabase(databaseUrl);
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(query).finally(() => db.$disconnect());
  const recorded = new Set(rows.map(({ id }) => id));
  const otherThan302 = [...answers.values()].filter((status) => status !== 302).length;
  const missing = [...answers.keys()].filter((id) => !recorded.has(id)).length;
  if (otherThan302 > 0 || missing > 0 || rows.length !== answers.size) {
    throw new Error(
      `${contender}: ${answers.size} answers, ${otherThan302} of them not 302, ${missing} without a row; ${rows.length} rows`,
    );
  }
}

function figuresOf(results: Results, connections: number, threads: number): Figure[] {
  const rates = (contender: Contender) => results[contender].map(({ answers, seconds }) => answers / seconds);
  const figures = contenders.flatMap((contender): Figure[] => {
    const what = { contender, connections, threads };
    return [
      {
        id: `landing.${contender}.${connections}.rate`,
        label: (words) => words('landing.rate', what),
        unit: 'perSecond',
        ...spread(rates(contender)),
      },
      {
        id: `landing.${contender}.${connections}.p50`,
        label: (words) => words('landing.p50', what),
        unit: 'ms',
        ...spread(results[contender].map(({ p50 }) => p50)),
        ...(contender === 'sluice' && connections === 1 ? { bar: { atMost: 5 } } : {}),
      },
      {
        id: `landing.${contender}.${connections}.p99`,
        label: (words) => words('landing.p99', what),
        unit: 'ms',
        ...spread(results[contender].map(({ p99 }) => p99)),
      },
      ...(contender === 'nginx'
        ? []
        : [
            {
              id: `landing.${contender}.${connections}.processor`,
              label: (words: Words) => words('landing.processor', what),
              unit: 'ms' as const,
              ...spread(results[contender].map(({ processor }) => processor)),
            },
          ]),
    ];
  });
  const peer = rates('django');
  figures.push({
    id: `landing.ratio.${connections}`,
    label: (words) => words('landing.ratio', { connections }),
    unit: 'times',
    ...spread(rates('sluice').map((rate, round) => rate / peer[round]!)),
    ...(connections === 32 ? { bar: { atLeast: 2.5 } } : {}),
  });
  return figures;
}
