import { TriangleAlert } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { formatRelative, type Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { type TlsExpiry, tlsErrorText } from '@/lib/nginx/certificate';

type Props = { expiry: TlsExpiry; now: number; by: Reader };

/** That the certificate ends soon, has ended or cannot be used; nothing while all is well. */
export function TlsNotice({ expiry, now, by }: Props) {
  const t = translator(by.locale, 'tls');
  if (expiry.state === 'none' || expiry.state === 'good') return null;
  const isStop = expiry.state !== 'soon';
  return (
    <Card title={t('notice.title')}>
      <div className="flex items-start gap-3">
        <TriangleAlert
          className={`mt-0.5 size-5 shrink-0 ${isStop ? 'text-stop' : 'text-warn'}`}
          aria-hidden="true"
        />
        <div className="min-w-0 flex-1">
          <p className="font-medium">
            {expiry.state === 'unusable' && tlsErrorText(expiry.error, by.locale)}
            {expiry.state === 'soon' && t('notice.soon', { when: formatRelative(expiry.until, now, by) })}
            {expiry.state === 'expired' && t('notice.expired')}
          </p>
          <p className="text-muted text-sm">{t('notice.how')}</p>
        </div>
      </div>
    </Card>
  );
}
