import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import type { ExplainedAddress } from '@/lib/ip-ranges/explain-address';
import { rangeName } from '@/lib/ip-ranges/range-name';

type DecisionSentenceProps = {
  explained: Pick<ExplainedAddress, 'decision' | 'requested'>;
  by: Pick<Administrator, 'locale'>;
};

/** What an address gets and why, in one sentence, with links to what it names. */
export function DecisionSentence({
  explained: { decision, requested },
  by: { locale },
}: DecisionSentenceProps) {
  const t = translator(locale, 'tester');
  const { address, range, user, apps, app } = decision;
  const link = (href: string) => (words: ReactNode) => (
    <Link
      href={href}
      prefetch={false}
      className="font-semibold underline decoration-edge underline-offset-4 hover:text-water hover:decoration-water"
    >
      {words}
    </Link>
  );
  const strong = (words: ReactNode) => <strong className="font-semibold">{words}</strong>;
  const others = apps.filter((other) => other !== app).map(({ name }) => name);
  const outcome = t.rich(outcomeOf(decision, others.length), {
    address: address ?? '',
    app: app?.name ?? '',
    requested: requested ?? '',
    apps: apps.map(({ name }) => name).join(', '),
    others: others.join(', '),
    a: app ? link(`/admin/apps/${app.id}`) : strong,
    b: strong,
  });
  if (!range) return <>{outcome}</>;
  const where = user ? 'sentence.inOwnedRange' : 'sentence.inRange';
  return (
    <>
      {t.rich(where, {
        address: address ?? '',
        range: rangeName(range),
        user: user?.name ?? '',
        b: strong,
        r: link(`/admin/ip-ranges/${range.id}`),
        u: user ? link(`/admin/users/${user.id}`) : strong,
        // With a key of its own: the tags in it are numbered from nought as well.
        outcome: () => <Fragment key="outcome">{outcome}</Fragment>,
      })}
    </>
  );
}

type Decision = ExplainedAddress['decision'];

function outcomeOf({ outcome, reason, apps }: Decision, others: number) {
  if (outcome === 'choose') return 'sentence.choose';
  if (outcome === 'unavailable') {
    return reason === 'APP_MAINTENANCE' ? 'sentence.APP_MAINTENANCE' : 'sentence.APP_DOWN';
  }
  if (outcome === 'redirect') return others > 0 ? 'sentence.redirectMore' : 'sentence.redirect';
  switch (reason) {
    case 'RANGE_DENIES':
    case 'USER_DISABLED':
    case 'NO_APP':
    case 'NO_RANGE':
      return `sentence.${reason}` as const;
    case 'APP_NOT_GRANTED':
      return apps.length > 0 ? 'sentence.APP_NOT_GRANTED' : 'sentence.NO_APP';
    default:
      return 'sentence.UNKNOWN_CLIENT';
  }
}
