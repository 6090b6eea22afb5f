import { LandingFrame } from '@/components/landing-frame';
import type { LandingView } from '@/lib/landing/view';
import { choosePage } from './choose-page';
import { deniedPage } from './denied-page';
import type { LandingPage } from './landing-page';
import { notFoundPage } from './not-found-page';
import { notRecordedPage } from './not-recorded-page';
import { startingPage } from './starting-page';
import { unavailablePage } from './unavailable-page';
import { whoamiPage } from './whoami-page';
import { wrongHostPage } from './wrong-host-page';

/** A landing page from `<html>` on. */
export function LandingDocument({ view, css }: { view: LandingView; css: string }) {
  const { title, gate, width, body } = pageOf(view);
  return (
    <html lang={view.locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Sluice`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {/* The build's own stylesheet; nothing of the request is in it. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant */}
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <LandingFrame locale={view.locale} path={view.path} gate={gate} width={width}>
          {body}
        </LandingFrame>
      </body>
    </html>
  );
}

function pageOf(view: LandingView): LandingPage {
  switch (view.page) {
    case 'choose':
      return choosePage(view);
    case 'denied':
      return deniedPage(view);
    case 'unavailable':
      return unavailablePage(view);
    case 'whoami':
      return whoamiPage(view);
    case 'wrong-host':
      return wrongHostPage(view);
    case 'not-recorded':
      return notRecordedPage(view);
    case 'starting':
      return startingPage(view);
    case 'not-found':
      return notFoundPage(view);
  }
}
