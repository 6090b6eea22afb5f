// What an app is told about its visitor, and which headers only we may say it with.

import type { RuleUser } from '@/lib/routing/rules';

export type Identity = {
  /** Percent-encoded; null where the address belongs to nobody in particular. */
  user: string | null;
  email: string | null;
  /** Canonical spelling. */
  address: string;
};

/** Who an address is to an app. */
export function identityOf(address: string, user: RuleUser | null): Identity {
  return {
    user: user && headerText(user.name),
    email: user && headerText(user.email),
    address,
  };
}

/**
 * A text for a header: printable ASCII stays, `%` and everything else becomes its UTF-8 in percent signs, so that Python's
 * `urllib.parse.unquote` always gives the text back. Spaces at either end are encoded too, since a header loses them.
 *
 * @example headerText('김지우') // '%EA%B9%80%EC%A7%80%EC%9A%B0'
 * @example headerText('Alice Kim') // 'Alice Kim'
 */
export function headerText(text: string): string {
  const encoded = [...Buffer.from(text, 'utf8')].map((byte) =>
    byte >= 0x20 && byte <= 0x7e && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return encoded.join('').replace(/^ +| +$/g, (spaces) => '%20'.repeat(spaces.length));
}

/** Headers of ours that must not come from a visitor. Nginx, which knows no prefixes, empties them one by one. */
export const ownHeaders = [
  'X-Sluice-User',
  'X-Sluice-Email',
  'X-Sluice-Address',
  'X-Sluice-App',
  'X-Sluice-Control',
  'X-Sluice-Cookie',
  'X-Sluice-Origin',
  'X-Sluice-Reason',
  'X-Sluice-Recorded',
  'X-Sluice-Secret',
  'X-Sluice-Upstream',
] as const;

/** By these, other gates tell an app who its visitor is. Ours does not, so they could only be forged. */
export const foreignIdentityHeaders = [
  'Forwarded',
  'Remote-Email',
  'Remote-Groups',
  'Remote-Name',
  'Remote-User',
  'Tailscale-User-Login',
  'Tailscale-User-Name',
  'X-Auth-Request-Access-Token',
  'X-Auth-Request-Email',
  'X-Auth-Request-Groups',
  'X-Auth-Request-Preferred-Username',
  'X-Auth-Request-User',
  'X-Authenticated-User',
  'X-Client-IP',
  'X-Forwarded-Access-Token',
  'X-Forwarded-Email',
  'X-Forwarded-Groups',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Forwarded-Preferred-Username',
  'X-Forwarded-Prefix',
  'X-Forwarded-Server',
  'X-Forwarded-User',
  'X-Goog-Authenticated-User-Email',
  'X-Original-URL',
  'X-Remote-User',
  'X-Rewrite-URL',
  'X-User',
  'X-User-Email',
  'X-Webauth-User',
] as const;
