// Who uses the dashboard, and what their role lets them do. Pure.

import type { Locale } from '@/lib/i18n';

/** Each may what the ones before it may. */
export const roles = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Someone who is signed in, as the database said at the beginning of this request. */
export type Administrator = {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The Session's id. */
  readonly sessionId: string;
  /** Whence the request comes, in canonical spelling. */
  readonly address: string | null;
  readonly requestId: string;
  readonly locale: Locale;
  /** IANA name of the time zone that dates are shown in. */
  readonly timeZone: string;
};

/**
 * Whether a role may do what needs another one.
 *
 * @example mayAct('editor', 'viewer') // true
 */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
