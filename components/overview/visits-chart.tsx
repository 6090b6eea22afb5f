import { type Series, StackedBars } from '@/components/charts/stacked-bars';
import { formatDate, formatMoment, formatNumber, type Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { outcomes, type VisitOutcome, type VisitSeries } from '@/lib/overview/visit-series';

const looks: Record<VisitOutcome, Pick<Series, 'fill' | 'colour'>> = {
  redirect: { fill: 'solid', colour: 'water' },
  choose: { fill: 'stripes', colour: 'good' },
  unavailable: { fill: 'dots', colour: 'warn' },
  deny: { fill: 'cross', colour: 'stop' },
};

/** Visits over time by outcome. */
export function VisitsChart({ series, period, by }: { series: VisitSeries; period: string; by: Reader }) {
  const t = translator(by.locale, 'overview');
  const words = translator(by.locale, 'visits');
  const { unit, slots } = series;
  const total = (outcome: VisitOutcome) => slots.reduce((sum, { counts }) => sum + counts[outcome], 0);
  const all = outcomes.reduce((sum, outcome) => sum + total(outcome), 0);
  const short = new Intl.DateTimeFormat(by.locale, {
    timeZone: by.timeZone,
    ...(unit === 'hour'
      ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const)
      : ({ month: 'numeric', day: 'numeric' } as const)),
  });
  return (
    <StackedBars
      series={outcomes.map((outcome) => ({
        label: words(`outcomes.${outcome}`),
        total: formatNumber(total(outcome), by),
        ...looks[outcome],
      }))}
      bars={slots.map(({ at, counts }) => ({
        label: short.format(at),
        title: unit === 'hour' ? formatMoment(at, by) : formatDate(at, by),
        values: outcomes.map((outcome) => counts[outcome]),
      }))}
      summary={t('visits.summary', { period, all, denied: total('deny') })}
      format={(value) => formatNumber(value, by)}
      barHeader={t(unit === 'hour' ? 'visits.hour' : 'visits.day')}
      tableLabel={t('visits.table')}
    />
  );
}
