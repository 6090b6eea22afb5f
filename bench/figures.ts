// What a run found out, and how it is shown.

import type { translator } from '@/lib/i18n';

export type Words = ReturnType<typeof translator<'bench'>>;

export type Unit = 'perSecond' | 'ms' | 's' | 'ns' | 'MB' | 'times' | 'share';

export type Figure = {
  /** Stays the same from run to run: `landing.sluice.32.rate`. */
  id: string;
  label: (words: Words) => string;
  unit: Unit;
  /** The median, where it was measured more than once. */
  value: number;
  lowest?: number;
  highest?: number;
  bar?: { atLeast: number } | { atMost: number };
};

/** Middle of the values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** The median of several measurements, with the lowest and the highest. */
export function spread(values: readonly number[]): { value: number; lowest: number; highest: number } {
  return { value: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

export function passes({ value, bar }: Pick<Figure, 'value' | 'bar'>): boolean | undefined {
  if (!bar) return undefined;
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

const unitText: Record<Unit, string> = {
  perSecond: '/s',
  ms: ' ms',
  s: ' s',
  ns: ' ns',
  MB: ' MB',
  times: ' ×',
  share: ' %',
};

/** Three digits or more, as many as mean something: `1,934/s`, `4.21 ms`. */
function quantity(value: number, unit: Unit): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return (
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) +
    unitText[unit]
  );
}

/** The table as lines of Markdown, its columns aligned for a terminal too. */
export function table(figures: readonly Figure[], words: Words): string {
  const rows = figures.map((figure) => [
    figure.label(words),
    quantity(figure.value, figure.unit),
    figure.lowest === undefined
      ? ''
      : `${quantity(figure.lowest, figure.unit)} – ${quantity(figure.highest!, figure.unit)}`,
    figure.bar
      ? 'atLeast' in figure.bar
        ? `≥ ${quantity(figure.bar.atLeast, figure.unit)}`
        : `≤ ${quantity(figure.bar.atMost, figure.unit)}`
      : '',
    { true: words('pass'), false: words('fail'), undefined: '' }[
      String(passes(figure)) as 'true' | 'false' | 'undefined'
    ],
  ]);
  const head = [words('column.what'), words('column.value'), words('column.spread'), words('column.bar'), ''];
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => width(row[column]!))));
  const line = (cells: string[], right: boolean) =>
    `| ${cells
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - width(cell));
        return right && column > 0 && column < 4 ? space + cell : cell + space;
      })
      .join(' | ')} |`;
  const rule = `|${widths.map((size, column) => '-'.repeat(size + 1) + (column > 0 && column < 4 ? ':' : '-')).join('|')}|`;
  return [line(head, false), rule, ...rows.map((row) => line(row, true))].join('\n');
}

/** Columns that a text takes in a terminal: Hangul takes two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af]/.test(character) ? 2 : 1),
    0,
  );
}
