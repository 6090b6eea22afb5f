// Which language, and its words. The same catalogue serves pages and the command line.

import { createTranslator } from 'use-intl/core';
import { type Messages, messages } from '@/messages/messages';

export const locales = ['en', 'ko'] as const;
export type Locale = (typeof locales)[number];

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

export type Translator<Namespace extends keyof Messages> = ReturnType<
  typeof createTranslator<Messages, Namespace>
>;

const translators = new Map<string, unknown>();

/** The translator of a namespace. An unknown key fails to compile. Made once: its caches are what takes time. */
export function translator<Namespace extends keyof Messages>(locale: Locale, namespace: Namespace) {
  const key = `${locale} ${namespace}`;
  let made = translators.get(key) as Translator<Namespace> | undefined;
  if (!made) {
    made = createTranslator({ locale, messages: messages[locale], namespace });
    translators.set(key, made);
  }
  return made;
}

export function isLocale(text: string | undefined): text is Locale {
  return text === 'en' || text === 'ko';
}

/**
 * The language that an Accept-Language header likes best (RFC 9110 12.5.4); English where it names neither.
 *
 * @example localeFromHeader('ko-KR,ko;q=0.9,en;q=0.8') // 'ko'
 */
export function localeFromHeader(header: string | null | undefined): Locale {
  let best: Locale = 'en';
  let bestQuality = 0;
  for (const entry of (header ?? '').slice(0, 1000).split(',')) {
    const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const language = tag.split('-')[0];
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
    if (isLocale(language) && quality > bestQuality && quality <= 1) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}

/** The language of a terminal, from the POSIX variables in their order of precedence. */
export function localeFromTerminal(variables: Record<string, string | undefined> = process.env): Locale {
  const name = variables.SLUICE_LANG || variables.LC_ALL || variables.LC_MESSAGES || variables.LANG || '';
  return name.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
