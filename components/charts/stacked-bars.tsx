import { useId } from 'react';

/** How a series is filled: told apart by its pattern as well as by its colour. */
export type Fill = 'solid' | 'stripes' | 'dots' | 'cross';
export type SeriesColour = 'water' | 'good' | 'warn' | 'stop';

export type Series = { label: string; fill: Fill; colour: SeriesColour; total: string };

export type StackedBarsProps = {
  /** The first is at the bottom. */
  series: readonly Series[];
  /** What a bar is of, in short below it and in full in its tooltip and the table; one value a series. */
  bars: readonly { label: string; title: string; values: readonly number[] }[];
  /** What is shown, for who cannot see it: a sentence. */
  summary: string;
  format: (value: number) => string;
  /** The head of the table's first column. */
  barHeader: string;
  tableLabel: string;
};

const colours: Record<SeriesColour, string> = {
  water: 'text-water',
  good: 'text-good',
  warn: 'text-warn',
  stop: 'text-stop',
};

const PLOT = { left: 6, right: 0.5, top: 8, bottom: 24, height: 220 };

/** Values over time as stacked bars, with the same as a table. Drawn in percentages, so that text keeps its size. */
export function StackedBars({ series, bars, summary, format, barHeader, tableLabel }: StackedBarsProps) {
  const id = useId();
  const highest = Math.max(1, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const ticks = ticksUpTo(highest);
  const top = ticks.at(-1)!;
  const height = PLOT.height - PLOT.top - PLOT.bottom;
  const y = (value: number) => PLOT.top + height - (value / top) * height;
  const step = (100 - PLOT.left - PLOT.right) / bars.length;
  const width = Math.min(step * 0.72, 5);
  const every = Math.ceil(bars.length / 8);
  return (
    <figure>
      <figcaption className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
        {series.map(({ label, fill, colour, total }) => (
          <span key={label} className="flex items-center gap-2 text-sm">
            <svg className={`size-4 shrink-0 ${colours[colour]}`} aria-hidden="true">
              <Pattern id={`${id}-key-${fill}`} fill={fill} />
              <rect width="16" height="16" rx="3" fill={`url(#${id}-key-${fill})`} />
            </svg>
            <span className="text-muted">{label}</span>
            <strong className="font-semibold tabular-nums">{total}</strong>
          </span>
        ))}
      </figcaption>
      <svg role="img" aria-label={summary} width="100%" height={PLOT.height} className="overflow-visible">
        {series.map(({ fill, colour }) => (
          <g key={fill} className={colours[colour]}>
            <Pattern id={`${id}-${fill}`} fill={fill} />
          </g>
        ))}
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={`${PLOT.left}%`}
              x2={`${100 - PLOT.right}%`}
              y1={y(tick)}
              y2={y(tick)}
              className="stroke-line"
              strokeWidth="1"
            />
            <text
              x={`${PLOT.left - 1}%`}
              y={y(tick)}
              dy="0.32em"
              textAnchor="end"
              className="fill-muted text-xs tabular-nums"
            >
              {format(tick)}
            </text>
          </g>
        ))}
        {bars.map(({ label, title, values }, i) => {
          const middle = PLOT.left + (i + 0.5) * step;
          const parts = stack(values);
          return (
            <g key={title} className="group">
              <title>
                {[title, ...series.map((one, j) => `${one.label}: ${format(values[j]!)}`)].join('\n')}
              </title>
              <rect
                x={`${PLOT.left + i * step}%`}
                y={PLOT.top}
                width={`${step}%`}
                height={height}
                className="fill-transparent group-hover:fill-sunken"
              />
              {parts.map(({ from, to }, j) =>
                to > from ? (
                  <g key={series[j]!.fill} className={colours[series[j]!.colour]}>
                    <rect
                      x={`${middle - width / 2}%`}
                      width={`${width}%`}
                      y={y(to)}
                      height={Math.max(1, y(from) - y(to) - 1)}
                      fill={`url(#${id}-${series[j]!.fill})`}
                    />
                  </g>
                ) : null,
              )}
              {i % every === 0 && (
                <text
                  x={`${middle}%`}
                  y={PLOT.height - 6}
                  textAnchor="middle"
                  className={`fill-muted text-xs ${(i / every) % 2 === 1 ? 'max-sm:hidden' : ''}`}
                >
                  {label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <details className="mt-3">
        <summary className="inline-block cursor-pointer rounded py-1 text-muted text-sm hover:text-ink">
          {tableLabel}
        </summary>
        <div className="mt-2 max-h-80 overflow-auto rounded-control border border-line">
          <table className="w-full text-sm tabular-nums">
            <caption className="sr-only">{summary}</caption>
            <thead className="bg-sunken text-left">
              <tr>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  {barHeader}
                </th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" className="px-3 py-1.5 text-right font-medium">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bars.map(({ title, values }) => (
                <tr key={title} className="border-line border-t">
                  <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-left font-normal">
                    {title}
                  </th>
                  {series.map(({ label }, j) => (
                    <td key={label} className="px-3 py-1.5 text-right">
                      {format(values[j]!)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function stack(values: readonly number[]): { from: number; to: number }[] {
  let sum = 0;
  return values.map((value) => {
    const from = sum;
    sum += value;
    return { from, to: sum };
  });
}

/** Round values from 0 up to one that is not below the highest: three to six. */
function ticksUpTo(highest: number): number[] {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!);
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  const count = Math.ceil(highest / whole);
  return Array.from({ length: count + 1 }, (_, i) => i * whole);
}

/** In the colour of the text around it. */
function Pattern({ id, fill }: { id: string; fill: Fill }) {
  const ground = (opacity: number) => <rect width="8" height="8" fill="currentColor" opacity={opacity} />;
  const line = { stroke: 'currentColor', strokeWidth: 1.6 };
  return (
    <defs>
      <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
        {fill === 'solid' && ground(1)}
        {fill !== 'solid' && ground(0.22)}
        {fill === 'stripes' && <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" {...line} />}
        {fill === 'dots' && (
          <>
            <circle cx="2" cy="2" r="1.4" fill="currentColor" />
            <circle cx="6" cy="6" r="1.4" fill="currentColor" />
          </>
        )}
        {fill === 'cross' && <path d="M0 0l8 8M8 0l-8 8" {...line} />}
      </pattern>
    </defs>
  );
}
