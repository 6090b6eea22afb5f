// How Nginx speaks TLS. Pure, as render.ts is. The settings stand once, for all servers: one that listens with `ssl` needs none
// of its own, and none can be forgotten.

import { port } from './listen';
import type { TlsModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';

/**
 * Mozilla's intermediate profile (https://wiki.mozilla.org/Security/Server_Side_TLS): every cipher has forward secrecy and is
 * authenticated. Those with DHE are left out: without a file of parameters Nginx offers none.
 */
const ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/**
 * The settings of every port that speaks TLS, for the `http` block. The fingerprint is a comment: with a renewed certificate
 * the text is another one, and so is published.
 *
 * @example tlsLines({ certificate: '/a.pem', key: '/k.pem', fingerprint: '0f6c', httpsPort: 443, hsts: 0 })
 */
export function tlsLines({ certificate, key, fingerprint, hsts }: TlsModel): string {
  if (!/^[0-9a-f]+$/.test(fingerprint)) throw new RangeError(`not a fingerprint: ${fingerprint}`);
  return lines(
    `# The certificate and key whose SHA-256 begins with ${fingerprint}.`,
    `ssl_certificate ${quote(certificate)};`,
    `ssl_certificate_key ${quote(key)};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    `ssl_ciphers ${ciphers.join(':')};`,
    '# All of them are good: a telephone without AES in hardware knows best.',
    'ssl_prefer_server_ciphers off;',
    'ssl_ecdh_curve X25519:prime256v1:secp384r1;',
    'ssl_session_timeout 1d;',
    'ssl_session_cache shared:sluice:10m;',
    '# Their key would have to be changed daily to keep forward secrecy.',
    'ssl_session_tickets off;',
    hsts > 0 &&
      lines(
        '# For answers over TLS only (RFC 6797 7.2).',
        block('map $https $sluice_hsts', lines('default "";', `on "max-age=${seconds(hsts)}";`)),
        hstsLine,
      ),
  );
}

const hstsLine = 'add_header Strict-Transport-Security $sluice_hsts always;';

/** HSTS again, for a location that adds headers of its own and so inherits none. */
export function hstsAgain(tls: TlsModel | undefined): string | false {
  return tls !== undefined && tls.hsts > 0 && hstsLine;
}

/** A request in plain HTTP to a port that speaks TLS is sent to the same place over TLS. For servers that answer named hosts only. */
export const plainToTls = 'error_page 497 =308 https://$host:$server_port$request_uri;';

/**
 * Where a request in plain HTTP belongs once there is TLS; the host is one that the server answers for.
 *
 * @example overTls(443) // 'https://$host$request_uri'
 */
export function overTls(httpsPort: number): string {
  return `https://$host${httpsPort === 443 ? '' : `:${port(httpsPort)}`}$request_uri`;
}

function seconds(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a number of seconds: ${value}`);
  return String(value);
}
