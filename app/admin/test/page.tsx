import { FlaskConical } from 'lucide-react';
import { headers } from 'next/headers';
import { PageHeader } from '@/components/page-header';
import { RecentVisits } from '@/components/recent-visits';
import { EmptyState } from '@/components/ui/empty-state';
import { mayAct } from '@/lib/auth/administrator';
import { requireRole } from '@/lib/auth/require-role';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { explainAddress } from '@/lib/ip-ranges/explain-address';
import { currentRules } from '@/lib/ip-ranges/range-list';
import { hostOf } from '@/lib/landing/public-hosts';
import { isTlsOn } from '@/lib/landing/tls';
import type { SearchParams } from '@/lib/list-params';
import { portal } from '@/lib/portal';
import { formatAddress, parseAddress } from '@/lib/routing/address';
import { wallToInstant } from '@/lib/zoned-time';
import { Answer } from './answer';
import { ContainingRanges } from './containing-ranges';
import { TestForm } from './test-form';
import { WhatItGets } from './what-it-gets';

/** `?address=…&at=2026-12-31T18:00&app=slug`: the moment on the administrator’s own clock. */
export default async function TestPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { by, db } = await requireRole('viewer');
  const t = translator(by.locale, 'tester');
  const given = await searchParams;
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' ? value.trim().slice(0, 200) : '';
  };
  const question = { address: text('address'), at: text('at'), app: text('app') };
  const parsed = question.address ? parseAddress(question.address) : null;
  const moment = momentOf(question.at, by.timeZone);
  const apps = await db.app.findMany({ select: { slug: true, name: true }, orderBy: { name: 'asc' } });
  const requested = apps.find(({ slug }) => slug === question.app)?.slug ?? null;
  const { table, at: now } = await currentRules();
  const down = portal().health.downApps();
  const at = moment ?? now;
  const explained = parsed?.ok
    ? explainAddress({ table, address: parsed.address, at, requested, down })
    : null;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid gap-5">
        <TestForm
          question={question}
          apps={apps}
          by={by}
          problem={parsed && !parsed.ok ? parsed.problem : null}
          badMoment={question.at !== '' && moment === null}
        />
        {explained && parsed?.ok ? (
          <>
            <Answer
              explained={explained}
              by={by}
              isNow={moment === null}
              mayEdit={mayAct(by.role, 'editor')}
            />
            <div className="grid gap-5 xl:grid-cols-[3fr_2fr] xl:items-start">
              <ContainingRanges explained={explained} by={by} mayEdit={mayAct(by.role, 'editor')} />
              <div className="grid gap-5">
                <WhatItGets
                  explained={explained}
                  by={by}
                  host={hostOf((await headers()).get('host')) ?? 'localhost'}
                  isTlsOn={isTlsOn(await headers(), env().proxySecret)}
                  down={down}
                />
                <RecentVisits db={db} by={by} where={{ address: formatAddress(parsed.address) }} />
              </div>
            </div>
          </>
        ) : (
          !parsed && <EmptyState icon={FlaskConical} title={t('idle.title')} body={t('idle.body')} />
        )}
      </div>
    </>
  );
}

/** A day and time on the administrator’s clock as ms since 1970; null where it is not one. */
function momentOf(text: string, timeZone: string): number | null {
  const [date = '', time = ''] = text.split('T');
  const instant = wallToInstant({ date, time }, timeZone);
  return instant === null ? null : Date.parse(instant);
}
