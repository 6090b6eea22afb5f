// What a visitor sees while the portal, the guard or an app does not answer. Nginx makes it, so it needs nothing but itself: no file, no
// script, no style sheet; both languages stand on the one page.

import { locales, translator } from '@/lib/i18n';
import type { NginxVariable } from './quote';

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem}',
  'h1{font-size:1.35rem;margin:0}',
  'section+section{margin-top:2rem}',
  'small{display:block;margin-top:2.5rem;opacity:.7;overflow-wrap:anywhere}',
].join('');

/** The page in pieces for `quote`; it retries by itself after `retrySeconds`. `text`: what is said of whom. */
export function unavailablePage(
  retrySeconds: number,
  text: 'unavailableText' | 'guardDownText' | 'appDownText' = 'unavailableText',
): (string | NginxVariable)[] {
  const sections = locales.map((locale) => {
    const t = translator(locale, 'nginx');
    return (
      `<section lang="${locale}"><h1>${escapeHtml(t('unavailableTitle'))}</h1>` +
      `<p>${escapeHtml(t(text, { seconds: retrySeconds }))}</p></section>`
    );
  });
  const title = locales
    .map((locale) => escapeHtml(translator(locale, 'nginx')('unavailableTitle')))
    .join(' · ');
  const request = locales.map((locale) => escapeHtml(translator(locale, 'nginx')('requestId'))).join(' · ');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta http-equiv="refresh" content="${retrySeconds}">`,
    `<title>${title}</title><style>${style}</style></head><body><main>${sections.join('')}`,
    `<small>${request}: `,
    { variable: 'request_id' },
    '</small></main></body></html>',
  ];
}
