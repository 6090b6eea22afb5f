import { Fragment } from 'react';
import { StatusMessage } from '@/components/status-message';
import { type LandingPage, landingWords, type ViewOf } from './landing-page';

/** 421: the name in the address bar is not one of PUBLIC_HOSTS; empty where it could not be read. */
export function wrongHostPage(view: ViewOf<'wrong-host'>): LandingPage {
  const t = landingWords(view.locale);
  const host = view.host.slice(0, 253);
  return {
    title: t('wrongHost.documentTitle'),
    gate: 'stopped',
    width: 'narrow',
    body: (
      <>
        <StatusMessage
          title={
            host === ''
              ? t('wrongHost.unreadable')
              : t.rich('wrongHost.title', { host, name: () => <HostName host={host} /> })
          }
        >
          <p>{t('wrongHost.lead')}</p>
        </StatusMessage>
        {host !== '' && (
          <div className="mt-8 rounded-card border border-line bg-surface p-4 shadow-card sm:p-5">
            <p>{t('wrongHost.operator')}</p>
            <p className="mt-3 select-all rounded-control bg-sunken px-4 py-3 font-mono text-sm">
              <HostName host={host} />
            </p>
          </div>
        )}
      </>
    ),
  };
}

/** A host name, breaking at its dots. */
function HostName({ host }: { host: string }) {
  return (
    <bdi>
      {host.split('.').map((label, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: labels repeat and never move
        <Fragment key={i}>
          {i > 0 && (
            <>
              .<wbr />
            </>
          )}
          {label}
        </Fragment>
      ))}
    </bdi>
  );
}
