import { Ban, CircleCheck, ListChecks, Plus, TriangleAlert } from 'lucide-react';
import { DecisionSentence } from '@/components/decision-sentence';
import { Moment } from '@/components/moment';
import { LinkButton } from '@/components/ui/button';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import type { ExplainedAddress } from '@/lib/ip-ranges/explain-address';

const looks = {
  redirect: { icon: CircleCheck, look: 'border-good/40 bg-good-soft', ink: 'text-good' },
  choose: { icon: ListChecks, look: 'border-good/40 bg-good-soft', ink: 'text-good' },
  deny: { icon: Ban, look: 'border-stop/40 bg-stop-soft', ink: 'text-stop' },
  unavailable: { icon: TriangleAlert, look: 'border-warn/40 bg-warn-soft', ink: 'text-warn' },
} as const;

type AnswerProps = { explained: ExplainedAddress; by: Administrator; isNow: boolean; mayEdit: boolean };

/** The decision in one sentence. */
export function Answer({ explained, by, isNow, mayEdit }: AnswerProps) {
  const t = translator(by.locale, 'tester');
  const { outcome, reason, address } = explained.decision;
  const { icon: Icon, look, ink } = looks[outcome];
  return (
    <section
      aria-label={t(`outcome.${outcome}`)}
      className={`flex gap-3.5 rounded-panel border px-4 py-4 sm:px-5 ${look}`}
    >
      <Icon aria-hidden="true" className={`mt-1 size-6 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p className={`font-semibold text-sm ${ink}`}>
          {t(`outcome.${outcome}`)}
          {!isNow && (
            <span className="ml-2 font-normal text-ink">
              {t.rich('when', { when: () => <Moment at={explained.at} /> })}
            </span>
          )}
        </p>
        <p className="mt-0.5 text-lg leading-relaxed">
          <DecisionSentence explained={explained} by={by} />
        </p>
        {reason === 'NO_RANGE' && mayEdit && (
          <LinkButton
            href={`/admin/ip-ranges/new?range=${encodeURIComponent(address ?? '')}`}
            variant="primary"
            icon={Plus}
            className="mt-3"
          >
            {t('create')}
          </LinkButton>
        )}
      </div>
    </section>
  );
}
