import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { homeDir } from '@/lib/env';
import { buildRuleTable } from '@/lib/routing/table';
import { GuardMetrics } from './guard-metrics';
import { keeperMetrics } from './keeper-metrics';
import { mayReadMetrics } from './may-read-metrics';
import { portalMetrics, portalMetricsText } from './portal-metrics';
import { Counter, gaugeText, Histogram } from './registry';

/** Reads the text format strictly: each name told once, with its type, its samples behind it, each a number. */
function parsed(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  let current = '';
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const [, name = '', type = ''] = /^# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (line.startsWith('# HELP ')) {
      expect(line).toMatch(/^# HELP [a-z_][a-z0-9_]* \S.*$/);
    } else if (line.startsWith('#')) {
      expect(name, line).not.toBe('');
      expect(types.has(name), line).toBe(false);
      types.set(name, type);
      current = name;
    } else {
      const [, sample = '', labels = '', value = ''] =
        /^([a-z_][a-z0-9_]*)((?:\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})?) (\S+)$/.exec(line) ?? [];
      expect(sample.replace(/_(bucket|sum|count)$/, ''), line).toBe(
        current.replace(/_(bucket|sum|count)$/, ''),
      );
      expect(Number.isFinite(Number(value)), line).toBe(true);
      expect(samples.has(sample + labels), line).toBe(false);
      samples.set(sample + labels, Number(value));
    }
  }
  return samples;
}

test('counters count by their labels, which may hold anything', () => {
  const counter = new Counter('visits_total', 'Visits.');
  expect(parsed(counter.text()).get('visits_total')).toBe(0);
  counter.add({ app: 'a"b\\c\nd' });
  counter.add({ app: 'a"b\\c\nd' }, 2);
  expect(parsed(counter.text()).get('visits_total{app="a\\"b\\\\c\\nd"}')).toBe(3);
});

test('a histogram’s buckets hold all that is below their end', () => {
  const histogram = new Histogram('wait_seconds', 'Waiting.', [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value);
  const samples = parsed(histogram.text());
  expect(samples.get('wait_seconds_bucket{le="0.1"}')).toBe(2);
  expect(samples.get('wait_seconds_bucket{le="1"}')).toBe(3);
  expect(samples.get('wait_seconds_bucket{le="+Inf"}')).toBe(4);
  expect(samples.get('wait_seconds_count')).toBe(4);
  expect(samples.get('wait_seconds_sum')).toBeCloseTo(7.65);
  expect(parsed(gaugeText('none', 'Nothing.', [])).size).toBe(0);
});

test('portal and keeper tell theirs in one text', () => {
  const app = (id: number, enabled = true) => ({
    ...{
      id,
      slug: `app-${id}`,
      name: 'App',
      description: '',
      port: 8500 + id,
      scheme: null,
      host: null,
      path: '/',
    },
    ...{ upstream: null, guarded: true, enabled },
  });
  const apps = [app(1), app(2), app(3, false)];
  const table = buildRuleTable({
    apps: apps as Parameters<typeof buildRuleTable>[0]['apps'],
    users: [],
    ranges: [],
  });
  portalMetrics().landings.add({ outcome: 'deny', reason: 'NO_RANGE' });
  portalMetrics().decide.observe(0.0002);
  const text =
    portalMetricsText(
      {
        rules: { current: () => ({ revision: 7, table }), checkedAt: 1000 },
        recorder: { problem: undefined, waiting: () => 2, spoolBytes: () => 30 },
        downApps: new Set([2]),
      },
      1500,
    ) + keeperMetrics({ counts: { lines: 9, damaged: 1, refusals: 4, leftOut: 0 }, behind: 12 });
  const samples = parsed(text);
  expect(samples.get('sluice_landings_total{outcome="deny",reason="NO_RANGE"}')).toBe(1);
  expect(samples.get('sluice_decide_seconds_count')).toBe(1);
  expect(samples.get('sluice_rules_revision')).toBe(7);
  expect(samples.get('sluice_rules{kind="apps"}')).toBe(3);
  expect(samples.get('sluice_rules_age_seconds')).toBe(0.5);
  expect(samples.get('sluice_app_up{app="app-1"}')).toBe(1);
  expect(samples.get('sluice_app_up{app="app-2"}')).toBe(0);
  expect(samples.has('sluice_app_up{app="app-3"}')).toBe(false);
  expect(samples.get('sluice_spool_bytes')).toBe(30);
  expect(samples.get('sluice_nginx_refusals_total')).toBe(4);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('the guard tells of decisions and sessions', () => {
  const metrics = new GuardMetrics();
  metrics.decided(true, 'REQUESTED_APP', 0.00002);
  metrics.decided(false, 'NO_RANGE', 0.00003);
  metrics.sessionOpened();
  metrics.passed('in', 10);
  metrics.passed('out', 90);
  metrics.sessionClosed('VISITOR_LEFT');
  const samples = parsed(metrics.text(5));
  expect(samples.get('sluice_guard_decisions_total{result="deny",reason="NO_RANGE"}')).toBe(1);
  expect(samples.get('sluice_guard_decide_seconds_count')).toBe(2);
  expect(samples.get('sluice_sessions')).toBe(5);
  expect(samples.get('sluice_session_bytes_total{direction="out"}')).toBe(90);
  expect(samples.get('sluice_sessions_closed_total{reason="VISITOR_LEFT"}')).toBe(1);
});

describe('figures are for this machine', () => {
  test.each([
    [{ 'x-forwarded-for': '127.0.0.1' }, true],
    [{ 'x-forwarded-for': '::ffff:127.0.0.1' }, true],
    [{ 'x-forwarded-for': '::1' }, true],
    [{ 'x-forwarded-for': '10.0.0.1' }, false],
    [{ 'x-forwarded-for': '10.0.0.1, 127.0.0.1' }, false],
    [{}, false],
    // Through Nginx, also of a visitor on this machine.
    [{ 'x-forwarded-for': '127.0.0.1', 'x-sluice-secret': 's', 'x-real-ip': '127.0.0.1' }, false],
    [{ 'x-forwarded-for': '127.0.0.1', 'x-sluice-secret': 'wrong' }, false],
  ])('%j: %s', (headers, may) => expect(mayReadMetrics(new Headers(headers as HeadersInit))).toBe(may));
});

test('the Grafana dashboard and the document name the figures that there are, and all of them', () => {
  const table = buildRuleTable({ apps: [], users: [], ranges: [] });
  const rules = { current: () => ({ revision: 1, table }), checkedAt: 0 };
  const recorder = { problem: undefined, waiting: () => 0, spoolBytes: () => 0 };
  const counts = { lines: 0, damaged: 0, refusals: 0, leftOut: 0 };
  const text =
    portalMetricsText({ rules, recorder, downApps: new Set() }) +
    keeperMetrics({ counts, behind: 0 }) +
    new GuardMetrics().text(0);
  const told = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!));
  const dashboard = readFileSync(join(homeDir, 'deploy', 'grafana', 'sluice.json'), 'utf8');
  const named = [...dashboard.matchAll(/\b(?:sluice|process)_[a-z_]+/g)].map(([name]) =>
    name.replace(/_bucket$/, ''),
  );
  expect(named.filter((name) => !told.has(name))).toEqual([]);
  for (const file of ['docs/metrics.md', 'docs/ko/metrics.md']) {
    const documented = new Set(
      [...readFileSync(join(homeDir, file), 'utf8').matchAll(/`(sluice_\w+)`/g)].map(([, name]) => name),
    );
    expect(
      [...told].filter((name) => name.startsWith('sluice_') && !documented.has(name)),
      file,
    ).toEqual([]);
  }
});
