// What browsers are told to refuse for us.

import { randomBytes } from 'node:crypto';

/** None of our pages asks for these; a script that got in shall not either. */
export const permissionsPolicy = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** A value that nobody can guess, for one answer. */
export const newNonce = () => randomBytes(16).toString('base64');

// The development server evaluates code, and puts styles of its own into the page.
const isDevelopment = process.env.NODE_ENV === 'development';

/**
 * Styles that a library puts into the page without a nonce: nothing, and then the toasts'. security-headers.test.ts says what
 * the second has to be after an update.
 */
export const librariesStyles = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
];

/**
 * The dashboard's Content-Security-Policy. Scripts are those that carry the nonce, and what they load; a place for a script that
 * an attacker finds does not have it. Style attributes stay: React writes a bar's width into one.
 *
 * @example contentSecurityPolicy(newNonce())
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    isDevelopment
      ? "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
      : `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    isDevelopment
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src-elem 'self' 'nonce-${nonce}' ${librariesStyles.join(' ')}`,
    ...(isDevelopment ? [] : ["style-src-attr 'unsafe-inline'"]),
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What every answer of the dashboard says. `origin`: the one by which the browser came. */
export function dashboardHeaders(nonce: string, origin: string): Record<string, string> {
  return {
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'Permissions-Policy': permissionsPolicy,
    'Referrer-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    // Without TLS browsers do not heed it, and complain of it.
    ...(origin.startsWith('https:') ? { 'Cross-Origin-Opener-Policy': 'same-origin' } : {}),
  };
}
