import { Lock } from 'lucide-react';
import type { Administrator, Role } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { LinkButton } from './ui/button';
import { EmptyState } from './ui/empty-state';

export type ForbiddenMessageProps = {
  by: Pick<Administrator, 'email' | 'role' | 'locale'>;
  /** What the page needs. */
  needed: Role;
};

/** The page needs another role than the administrator has. */
export function ForbiddenMessage({ by, needed }: ForbiddenMessageProps) {
  const t = translator(by.locale, 'ui');
  const roles = { role: t(`role.${by.role}`), needed: t(`role.${needed}`) };
  return (
    <>
      <title>{`${t('forbidden.title')} · Sluice`}</title>
      <EmptyState
        heading="h1"
        icon={Lock}
        title={t('forbidden.title')}
        body={t('forbidden.body', { email: by.email, ...roles })}
        action={<LinkButton href="/admin">{t('notFound.action')}</LinkButton>}
      />
    </>
  );
}
