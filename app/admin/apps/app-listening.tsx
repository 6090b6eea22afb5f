'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { TextField } from '@/components/form/plain-fields';
import { useRuleForm } from '@/components/form/rule-form-context';
import { isGuarded, UPSTREAM_OFFSET, upstreamsOf } from '@/lib/apps/upstreams';
import { StreamlitCommands } from './streamlit-commands';

/** Where the app as it is being written would listen; null while that cannot be told. */
function useListening() {
  const { values } = useRuleForm();
  const port = typeof values.port === 'number' ? values.port : 0;
  const written = String(values.upstream ?? '').trim();
  const host = String(values.host ?? '').trim();
  const app = {
    port,
    host: host === '' ? null : host,
    upstream: written === '' ? null : written,
    guarded: values.guarded === true,
  };
  const usual = port > 0 && port + UPSTREAM_OFFSET <= 65535 ? `127.0.0.1:${port + UPSTREAM_OFFSET}` : '';
  const isKnown = app.upstream !== null || usual !== '';
  return { usual, isGuarded: isGuarded(app), places: isKnown ? upstreamsOf(app) : [] };
}

/** Where the program listens, with what it is when nothing is written. */
export function UpstreamField({ label }: { label: string }) {
  const t = useTranslations('apps');
  const { usual, isGuarded } = useListening();
  return (
    <TextField
      name="upstream"
      label={label}
      hint={isGuarded && usual ? t('field.upstreamUsual', { place: usual }) : t('field.upstreamHint')}
      optional
      mono
      spellCheck={false}
      placeholder={usual || '127.0.0.1:18501'}
    />
  );
}

/** How the program is started, or that nobody guards it. */
export function ListeningNote() {
  const t = useTranslations('apps');
  const { isGuarded, places } = useListening();
  if (!isGuarded) {
    return (
      <p className="flex items-start gap-2 text-sm text-warn">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t('unguardedWarning')}
      </p>
    );
  }
  return (
    <div className="grid gap-1.5 text-sm">
      <p className="text-muted">{t('startIt')}</p>
      <StreamlitCommands places={places} />
    </div>
  );
}
