import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { type Administrator, mayAct } from '@/lib/auth/administrator';
import { env } from '@/lib/env';
import { translator } from '@/lib/i18n';
import { isStale, needsAttention, readPublishStatus } from '@/lib/nginx/publish-status';

/** Above every page, for those who can do something about it: what Nginx serves is not what the rules ask for. */
export async function PublishingNotice({ by }: { by: Administrator }) {
  if (!mayAct(by.role, 'editor')) return null;
  const status = await readPublishStatus(env());
  if (!needsAttention(status)) return null;
  const t = translator(by.locale, 'nginx');
  const words =
    !status || isStale(status) ? 'keeperAway' : status.state === 'inForce' ? 'leftOut' : status.state;
  return (
    <section
      aria-label={t('notice.label')}
      className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-panel border border-warn/40 bg-warn-soft px-4 py-3 text-sm text-warn"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
      <p className="min-w-0 flex-1">{t(`notice.${words === 'pending' ? 'leftOut' : words}`)}</p>
      <Link href="/admin/nginx" prefetch={false} className="py-1 font-semibold underline">
        {t('notice.more')}
      </Link>
    </section>
  );
}
