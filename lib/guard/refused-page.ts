// What a visitor sees who opens an app's port without being let in. Made by the guard: no file, no script, no link to the app.

import { type Locale, translator } from '@/lib/i18n';
import type { Reason } from '@/lib/routing/decide';

export type Refusal = {
  locale: Locale;
  /** A decision's reason, or UNKNOWN_HOST; empty where it is not known. */
  reason: string;
  appName: string | null;
  /** Canonical spelling; null where no address could be believed. */
  address: string | null;
  requestId: string;
  /** Whom to ask, as free text; empty: not said. */
  contact: string;
  /** What is said of an app's maintenance; empty: nothing. */
  message: string;
};

/** Reasons that are about the app, not the visitor: it will be open again. */
const passing = new Set(['APP_DOWN', 'APP_MAINTENANCE']);

/** After how many seconds a page that says «later» asks again. */
export const RETRY_SECONDS = 15;

/** The status that a refusal is answered with. */
export function refusalStatus(reason: string): 403 | 503 {
  return passing.has(reason) ? 503 : 403;
}

/** The page, whole. */
export function refusedPage({
  locale,
  reason,
  appName,
  address,
  requestId,
  contact,
  message,
}: Refusal): string {
  const t = translator(locale, 'guard');
  const landing = translator(locale, 'landing');
  const title = landing.has(`reason.${reason as Reason}`)
    ? landing(`reason.${reason as Reason}`)
    : t(reason === 'UNKNOWN_HOST' ? 'page.unknownHost' : 'page.refused');
  const ask = contact === '' ? landing('denied.person') : contact;
  const isPassing = refusalStatus(reason) === 503;
  const lead = t(isPassing ? 'page.later' : 'page.next', { contact: ask });
  const retry = isPassing ? `<meta http-equiv="refresh" content="${RETRY_SECONDS}">` : '';
  const details = [
    [t('page.app'), appName],
    [landing('detail.address'), address ?? landing('detail.unknownAddress')],
    [landing('detail.reason'), reason || null],
    [landing('detail.requestId'), requestId],
  ].flatMap(([term, value]) =>
    term && value ? [`<dt>${escapeHtml(term)}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd>`] : [],
  );
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
    retry,
    `<title>${escapeHtml(landing('denied.documentTitle'))} · Sluice</title><style>${style}</style></head>`,
    `<body><header>${mark}<span>Sluice</span></header><main><h1>${escapeHtml(title)}</h1>`,
    message === '' ? '' : `<p><bdi>${escapeHtml(message)}</bdi></p>`,
    `<p>${escapeHtml(lead)}</p><dl>${details.join('')}</dl></main></body></html>`,
  ].join('');
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The colours of app/tokens.css. */
const style = [
  ':root{color-scheme:light dark;--ground:light-dark(oklch(0.982 0.005 225),oklch(0.185 0.018 238));',
  '--surface:light-dark(#fff,oklch(0.228 0.021 238));--line:light-dark(oklch(0.895 0.012 225),oklch(0.335 0.025 236));',
  '--ink:light-dark(oklch(0.245 0.034 240),oklch(0.955 0.008 225));--muted:light-dark(oklch(0.475 0.028 235),oklch(0.745 0.02 228))}',
  'body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}',
  'header{display:flex;align-items:center;gap:.6rem;padding:.9rem 1.5rem;background:var(--surface);border-bottom:1px solid var(--line);font-weight:700}',
  'main{max-width:38rem;margin:10vh auto 4rem;padding:0 1.5rem}h1{font-size:1.7rem;line-height:1.25;margin:0 0 .8rem;text-wrap:balance}',
  'p{color:var(--muted);margin:0 0 2rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.5rem 1.5rem;margin:0;padding:1.2rem 1.4rem;',
  'background:var(--surface);border:1px solid var(--line);border-radius:.9rem;font-size:.9rem}dt{color:var(--muted)}dd{margin:0}',
].join('');

const mark =
  '<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0b6b8a"/>' +
  '<path d="M8 7v18M24 7v18" stroke="#fff" stroke-width="3" stroke-linecap="round"/>' +
  '<rect x="11.5" y="5.5" width="9" height="8.5" rx="1.5" fill="#fff"/></svg>';
