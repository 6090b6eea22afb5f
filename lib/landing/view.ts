// What a landing page says: plain data, decided and recorded before the page is written.

import type { Locale } from '@/lib/i18n';
import type { Reason } from '@/lib/routing/decide';
import type { Maintenance } from '@/lib/routing/rules';

/** An app that a visitor may open. */
export type VisitorApp = {
  slug: string;
  name: string;
  description: string;
  /** Known not to answer. The link stays: by the time it is followed, the app may be back. */
  down: boolean;
  /** Under maintenance, which counts for more than being down. */
  maintenance: boolean;
};

type Visit = {
  locale: Locale;
  /** Path and query of the request: where the language switch and «try again» lead. */
  path: string;
  requestId: string;
  /** When it was decided, in ms since 1970. */
  at: number;
  /** Canonical spelling; null where no address could be believed. */
  address: string | null;
  /** Whom to ask: free text, an address, a telephone number or a link; empty: not said. */
  contact: string;
};

type Page =
  | { page: 'choose'; userName: string | null; apps: VisitorApp[] }
  | { page: 'denied'; reason: Reason }
  /** `apps`: the visitor's others. */
  | {
      page: 'unavailable';
      app: { name: string };
      apps: VisitorApp[];
      retrySeconds: number;
      /** Null or left out: the app does not answer, and nobody has said why. */
      maintenance?: Maintenance | null;
    }
  | {
      page: 'whoami';
      reason: Reason;
      rangeLabel: string | null;
      /** The range's canonical spelling. */
      rangeText: string | null;
      userName: string | null;
      apps: VisitorApp[];
    }
  /** The host is not among PUBLIC_HOSTS; empty where the request named none that could be read. */
  | { page: 'wrong-host'; host: string }
  /** The visit could not be recorded, so nothing was opened. */
  | { page: 'not-recorded' }
  /** The rules are not loaded yet. */
  | { page: 'starting'; retrySeconds: number }
  | { page: 'not-found' };

export type LandingView = Visit & Page;

/** The status code that a page is answered with. */
export const landingStatus = {
  choose: 200,
  denied: 403,
  unavailable: 503,
  whoami: 200,
  // RFC 9110 15.5.20: this server does not answer for that authority.
  'wrong-host': 421,
  'not-recorded': 503,
  starting: 503,
  'not-found': 404,
} as const satisfies Record<LandingView['page'], number>;

/**
 * The seconds after which the page asks again by itself, or null for a page that is final. A visit that could not be
 * recorded does not: each attempt would be one more that is not.
 */
export function retryAfter(view: LandingView): number | null {
  if (view.page !== 'unavailable' && view.page !== 'starting') return null;
  return Math.min(Math.max(Math.ceil(view.retrySeconds), 1), 3600);
}

/** A contact as a link, where it plainly is one: an e-mail address, an http(s) link or a telephone number. */
export function contactHref(contact: string, subject: string): string | null {
  if (/^[^\s@<>?&#%]+@[^\s@<>?&#%]+\.[^\s@<>?&#%]+$/u.test(contact)) {
    return `mailto:${contact}?subject=${encodeURIComponent(subject)}`;
  }
  if (/^https?:\/\/\S+$/iu.test(contact)) return URL.canParse(contact) ? contact : null;
  if (/^\+?\d[\d\s().-]{3,}$/u.test(contact)) return `tel:${contact.replace(/[^\d+]/g, '')}`;
  return null;
}
