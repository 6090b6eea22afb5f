'use client';

import { TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type ErrorPageProps = {
  /** `digest`: the number under which the server's log has it. */
  error: Error & { digest?: string };
  reset: () => void;
};

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations('ui');
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div role="alert">
      <title>{`${t('error.title')} · Sluice`}</title>
      <EmptyState
        heading="h1"
        icon={TriangleAlert}
        title={t('error.title')}
        body={
          <>
            <p>{t('error.body')}</p>
            {error.digest && (
              <p className="mt-3">
                {t('error.digest')}{' '}
                <code className="select-all rounded bg-sunken px-1.5 py-0.5 text-ink text-sm">
                  {error.digest}
                </code>
              </p>
            )}
          </>
        }
        action={
          <>
            <Button variant="primary" onClick={retry}>
              {t('error.retry')}
            </Button>
            <LinkButton href="/admin">{t('notFound.action')}</LinkButton>
          </>
        }
      />
    </div>
  );
}
