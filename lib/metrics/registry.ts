// Figures for Prometheus: counters, gauges and histograms, and their text (format 0.0.4). A count is an addition to a number in
// memory, so that it can stand where every visitor passes. Pure.

export type Labels = Readonly<Record<string, string>>;

/** Upper ends of the buckets, in seconds: from a tenth of a millisecond to ten seconds. */
export const SECONDS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10,
] as const;

/** Things that happened; it only grows. */
export class Counter {
  private readonly values = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  /** @example landings.add({ outcome: 'deny' }) */
  add(labels: Labels = {}, count = 1): void {
    const key = labelText(labels);
    this.values.set(key, (this.values.get(key) ?? 0) + count);
  }

  text(): string {
    const values = this.values.size > 0 ? [...this.values] : [['', 0] as const];
    return metricText(
      this.name,
      'counter',
      this.help,
      values.map(([labels, value]) => [this.name + labels, value]),
    );
  }
}

/** How long something took. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;
  private count = 0;

  constructor(
    readonly name: string,
    readonly help: string,
    private readonly ends: readonly number[] = SECONDS,
  ) {
    this.counts = ends.map(() => 0);
  }

  /** @param value in seconds */
  observe(value: number): void {
    const bucket = this.ends.findIndex((end) => value <= end);
    if (bucket !== -1) this.counts[bucket]! += 1;
    this.sum += value;
    this.count += 1;
  }

  text(): string {
    let below = 0;
    const buckets = this.ends.map((end, i): Sample => {
      below += this.counts[i]!;
      return [`${this.name}_bucket${labelText({ le: String(end) })}`, below];
    });
    return metricText(this.name, 'histogram', this.help, [
      ...buckets,
      [`${this.name}_bucket${labelText({ le: '+Inf' })}`, this.count],
      [`${this.name}_sum`, this.sum],
      [`${this.name}_count`, this.count],
    ]);
  }
}

type Sample = readonly [name: string, value: number];

/**
 * What is counted elsewhere, as it is now.
 *
 * @example gaugeText('sluice_app_up', 'Whether an app answers.', [[{ app: 'sales' }, 1]])
 */
export function gaugeText(name: string, help: string, values: Iterable<readonly [Labels, number]>): string {
  return metricText(
    name,
    'gauge',
    help,
    [...values].map(([labels, value]) => [name + labelText(labels), value]),
  );
}

/** A counter whose value is kept elsewhere. */
export function counterText(name: string, help: string, value: number): string {
  return metricText(name, 'counter', help, [[name, value]]);
}

function metricText(name: string, type: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([sample, value]) => `${sample} ${value}`);
  return `${[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')}\n`;
}

function labelText(labels: Labels): string {
  const entries = Object.entries(labels);
  if (entries.length === 0) return '';
  const escaped = (value: string) =>
    value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
  return `{${entries.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
