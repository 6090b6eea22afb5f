'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';

const phases = ['uploading', 'waiting', 'reading', 'checking', 'comparing', 'writing'] as const;
export type RunningPhase = (typeof phases)[number];

const ASK_EVERY = 400;

export type ImportProgressProps = { id: string; phase: RunningPhase; progress: number | null };

/** Follows an import until it has something to show, and then shows the page anew. */
export function ImportProgress({ id, ...given }: ImportProgressProps) {
  const t = useTranslations('import');
  const router = useRouter();
  const [{ phase, progress }, setState] = useState(given);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      // Away for a moment: asks again.
      const response = await fetch(`/admin/import/${id}/status`).catch(() => null);
      if (stopped) return;
      const state = response?.ok
        ? ((await response.json()) as { phase: string; progress: number | null })
        : null;
      const running = phases.find((known) => known === state?.phase);
      if (response && !running) return router.refresh();
      if (running) setState({ phase: running, progress: state?.progress ?? null });
      timer = setTimeout(ask, ASK_EVERY);
    };
    timer = setTimeout(ask, ASK_EVERY);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [id, router]);
  return (
    <Card>
      <div className="mx-auto max-w-lg py-10" aria-live="polite">
        <p className="mb-3 font-semibold text-lg">{t(`phase.${phase}`)}</p>
        <Progress value={progress} label={t(`phase.${phase}`)} />
        <p className="mt-3 text-muted text-sm">{t('stayHint')}</p>
      </div>
    </Card>
  );
}
