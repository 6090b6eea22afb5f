'use client';

import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import { Button } from '@/components/ui/button';
import { useAnswer } from '@/components/use-answer';
import type { BriefGroup, RangeBrief, RangeInspection } from '@/lib/ip-ranges/inspect-range';

type RangeInspectorProps = {
  text: string;
  except?: number;
  /** Takes a suggestion, or another spelling. */
  onTake: (range: string) => void;
};

/** What can be said about a range while it is typed: how many addresses, and what lies around it. */
export function RangeInspector({ text, except, onTake }: RangeInspectorProps) {
  const t = useTranslations('ranges');
  const query = new URLSearchParams({ range: text.trim(), ...(except ? { except: String(except) } : {}) });
  const { answer, pending } = useAnswer<RangeInspection>(
    text.trim() === '' ? null : `/admin/ip-ranges/inspect?${query}`,
  );
  if (!answer || answer.status === 'empty') return <p className="sr-only" role="status" />;
  return (
    <div
      role="status"
      aria-busy={pending}
      className={`grid gap-2 rounded-control bg-sunken px-3 py-2.5 text-sm transition-opacity ${pending ? 'opacity-60' : ''}`}
    >
      {answer.status === 'problem' ? (
        <>
          <p className="flex gap-1.5">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
            {answer.message}
          </p>
          {answer.suggestions.length > 0 && (
            <p className="flex flex-wrap items-center gap-2">
              {t('inspect.meant')}
              {answer.suggestions.map((suggestion) => (
                <Button key={suggestion} size="sm" className="font-mono" onClick={() => onTake(suggestion)}>
                  {suggestion}
                </Button>
              ))}
            </p>
          )}
        </>
      ) : (
        <Facts inspection={answer} text={text.trim()} onTake={onTake} />
      )}
    </div>
  );
}

type FactsProps = {
  inspection: Extract<RangeInspection, { status: 'range' }>;
  text: string;
  onTake: (range: string) => void;
};

function Facts({ inspection, text, onTake }: FactsProps) {
  const t = useTranslations('ranges');
  const { range, size, equal, containing, contained, overlapping } = inspection;
  const isAlone = !equal && containing.total + contained.total + overlapping.total === 0;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium tabular-nums">
          {t('inspect.addresses', { count: size.exact })}
          {size.exponent !== null && (
            <>
              {' = 2'}
              <sup>{size.exponent}</sup>
            </>
          )}
        </span>
        {range !== text && (
          <span className="flex items-center gap-2 text-muted">
            {t('inspect.writtenAs')}
            <Button size="sm" className="font-mono" onClick={() => onTake(range)}>
              {range}
            </Button>
          </span>
        )}
        {isAlone && <span className="text-muted">{t('inspect.alone')}</span>}
      </p>
      {equal && (
        <div className="rounded-control bg-warn-soft px-3 py-2">
          <p className="font-medium">{t('inspect.equal')}</p>
          <RangeLine brief={equal} />
        </div>
      )}
      <Group title={t('inspect.containing', { count: containing.total })} group={containing} />
      <Group
        title={t('inspect.contained', { count: contained.total })}
        group={contained}
        more={`?within=${encodeURIComponent(range)}`}
      />
      <Group title={t('inspect.overlapping', { count: overlapping.total })} group={overlapping} />
    </>
  );
}

/** How many are in sight before the rest is asked for. */
const IN_SIGHT = 3;

function Group({
  title,
  group: { total, first },
  more,
}: {
  title: string;
  group: BriefGroup;
  more?: string;
}) {
  const t = useTranslations('ranges');
  if (total === 0) return null;
  const rest = first.slice(IN_SIGHT);
  return (
    <div>
      <p className="font-medium">{title}</p>
      {first.slice(0, IN_SIGHT).map((brief) => (
        <RangeLine key={brief.id} brief={brief} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary className="min-h-8 cursor-pointer content-center text-muted hover:text-ink pointer-coarse:min-h-11">
            {t('inspect.showMore', { count: rest.length })}
          </summary>
          {rest.map((brief) => (
            <RangeLine key={brief.id} brief={brief} />
          ))}
        </details>
      )}
      {total > first.length &&
        (more ? (
          <Link
            href={`/admin/ip-ranges${more}`}
            target="_blank"
            className="text-water underline underline-offset-4"
          >
            {t('inspect.seeAll', { count: total })}
          </Link>
        ) : (
          <p className="text-muted">{t('inspect.andMore', { count: total - first.length })}</p>
        ))}
    </div>
  );
}

/** One neighbour in a line. Opens beside the form, which may hold what is not saved yet. */
export function RangeLine({ brief }: { brief: RangeBrief }) {
  const t = useTranslations('ranges');
  const { id, range, label, effect, state, owner } = brief;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-0.5">
      <Link
        href={`/admin/ip-ranges/${id}`}
        target="_blank"
        className="inline-block py-0.5 font-mono text-water underline underline-offset-4"
      >
        {range}
      </Link>
      {label && <span>{label}</span>}
      {owner && <span className="text-muted">{owner.name}</span>}
      {effect === 'deny' && <RangeEffectBadge effect={effect} t={t} />}
      {state !== 'active' && <RangeStateBadge state={state} t={t} />}
    </p>
  );
}
