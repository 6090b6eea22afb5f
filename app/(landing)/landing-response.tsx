// The answer of a landing that is not a redirect. The middleware sends it as it is: no rewrite to a page, for a stranger
// who is refused must not cost a page of the app router, and no script, for nothing on these pages needs one.

import { createHash } from 'node:crypto';
import { type LandingView, landingStatus, retryAfter } from '@/lib/landing/view';
import { permissionsPolicy } from '@/lib/security-headers';
import css from './landing.css?inline';
import { LandingDocument } from './landing-document';

const securityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of a view, with its status code and headers. The body stays away for HEAD (RFC 9110 9.3.2). */
export async function landingResponse(view: LandingView, method: 'GET' | 'HEAD' = 'GET'): Promise<Response> {
  const retry = retryAfter(view);
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': view.locale,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': securityPolicy,
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': permissionsPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  if (retry !== null) {
    headers.set('Retry-After', String(retry));
    headers.set('Refresh', String(retry));
  }
  const body = method === 'HEAD' ? null : await landingHtml(view);
  return new Response(body, { status: landingStatus[view.page], headers });
}

/** The whole document. */
export async function landingHtml(view: LandingView): Promise<string> {
  // Imported when it is needed: Next refuses it as a static import outside of pages.
  const { renderToStaticMarkup } = await import('react-dom/server');
  return `<!doctype html>${renderToStaticMarkup(<LandingDocument view={view} css={css} />)}`;
}
