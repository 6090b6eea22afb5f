import { PageHeader } from '@/components/page-header';
import { Card } from '@/components/ui/card';
import { requireRole } from '@/lib/auth/require-role';
import { translator } from '@/lib/i18n';
import { PasswordForm } from './password-form';

export default async function PasswordPage() {
  const { by } = await requireRole('viewer');
  const t = translator(by.locale, 'auth');
  return (
    <>
      <PageHeader title={t('ownPassword.title')} description={t('ownPassword.lead')} />
      <Card className="max-w-xl">
        <PasswordForm person={{ email: by.email, name: by.name }} />
      </Card>
    </>
  );
}
