// The portal's servers in Nginx's configuration. Pure, as render.ts is.

import { parseAddress } from '@/lib/routing/address';
import { acmeChallenge } from './acme-challenge';
import { listen, place, serverName } from './listen';
import type { NginxModel, TlsModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';
import { hstsAgain, overTls, plainToTls } from './tls';
import { unavailableLocation } from './unavailable-location';

/**
 * What a browser may tell the portal. Everything else a client sends ends at Nginx, so that no header that Next, a
 * library or another proxy gives a meaning to (x-middleware-*, x-forwarded-*, next-resume, x-prerender-revalidate, …
 * and those of versions to come) can be forged. Accept-Encoding is missing on purpose: Nginx compresses.
 */
export const passedHeaders = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Cache-Control',
  'Content-Type',
  'Cookie',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'Last-Event-ID',
  'Origin',
  'Range',
  'Referer',
  'Sec-Fetch-Dest',
  'Sec-Fetch-Mode',
  'Sec-Fetch-Site',
  'Sec-Purpose',
  'User-Agent',
  // Next's client router.
  'Next-Action',
  'Next-Router-Prefetch',
  'Next-Router-Segment-Prefetch',
  'Next-Router-State-Tree',
  'Next-Url',
  'RSC',
] as const;

/** What the portal may be asked by. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Where the portals listen. One that does not answer is left out for a while. An administrator stays with one of them while it
 * answers: an import is checked and previewed by the process that got the file.
 */
export function portalUpstreams(model: NginxModel): string[] {
  if (model.portalUpstreams.length === 1) return [upstream('portal', model, [])];
  const balanced = (name: string, how: string) => [
    '# What one worker finds out about a portal, all know.',
    `zone ${name} 256k;`,
    how,
  ];
  return [
    upstream('portal', model, balanced('portal', 'least_conn;')),
    upstream('dashboard', model, balanced('dashboard', 'hash $sluice_visitor consistent;')),
  ];
}

const upstream = (name: string, { portalUpstreams: places }: NginxModel, balanced: string[]) =>
  block(
    `upstream ${name}`,
    lines(
      ...balanced,
      ...places.map(
        (where) => `server ${place(where)}${places.length > 1 ? ' max_fails=1 fail_timeout=10s' : ''};`,
      ),
      'keepalive 64;',
      'keepalive_requests 100000;',
      '# Less than the 5 s after which Node closes an idle connection: Nginx has to be the one that closes.',
      'keepalive_timeout 4s;',
    ),
  );

/** The servers of HTTP_PORT and HTTPS_PORT. `probe`: a path that answers 204, on HTTP_PORT. */
export function portalServers(model: NginxModel, probe: string): string[] {
  const { tls, publicHosts } = model;
  // Which hosts are this machine's, only the portal knows: it says what is sent on to TLS.
  if (publicHosts.length === 0) return [portal(model, probe)];
  if (!tls) return [unknownHosts(model), portal(model, probe)];
  return [unknownHosts(model), unknownHostsOverTls(model, tls), toTls(model, tls, probe), portal(model, '')];
}

const httpListen = ({ httpPort, ipv6 }: NginxModel, isDefault: boolean) =>
  listen(httpPort, { tls: false, ipv6, isDefault });

const httpsListen = ({ ipv6 }: NginxModel, { httpsPort }: TlsModel, isDefault: boolean) =>
  listen(httpsPort, { tls: true, http2: true, ipv6, isDefault });

const serverNames = ({ publicHosts }: NginxModel) =>
  publicHosts.length === 0
    ? ['server_name _;']
    : [...new Set(publicHosts.map(serverName))].map((name) => `server_name ${quote(name)};`);

const unknownHosts = (model: NginxModel) =>
  block(
    'server',
    lines(
      '# Hosts that nobody named, and requests that name none, get no answer at all.',
      ...httpListen(model, true),
      'server_name "";',
      '# What Nginx refuses before it looks for a location comes here, too.',
      'error_page 400 405 413 414 431 494 /;',
    ),
    block('location /', 'return 444;'),
  );

/** Clients do not say by which address they come (RFC 6066 3): where visitors may come by one, the handshake has to be made. */
const unknownHostsOverTls = (model: NginxModel, tls: TlsModel) =>
  block(
    'server',
    lines(
      ...httpsListen(model, tls, true),
      'server_name "";',
      !model.publicHosts.some((host) => parseAddress(host).ok) && 'ssl_reject_handshake on;',
      'error_page 400 405 413 414 421 431 494 497 /;',
    ),
    block('location /', 'return 444;'),
  );

/** Plain HTTP, for those who typed no scheme. */
const toTls = (model: NginxModel, { httpsPort }: TlsModel, probe: string) =>
  block(
    'server',
    lines(...httpListen(model, false), ...serverNames(model)),
    lines('error_page 405 @method_refused;', block('if ($sluice_method_refused)', 'return 405;')),
    block(
      'location /',
      lines(
        '# Not kept: without TLS again, the way back has to be open.',
        'add_header Cache-Control no-store always;',
        `return 308 ${overTls(httpsPort)};`,
      ),
    ),
    acmeChallenge(model),
    reloadProbe(probe),
    methodRefused,
  );

const reloadProbe = (probe: string) =>
  lines(
    '# Tells `sluice nginx reload` that exactly this configuration is in force.',
    block(`location = ${probe || '/'}`, lines('access_log off;', 'return 204;')),
  );

const methodRefused = block(
  'location @method_refused',
  lines(`add_header Allow ${quote(methods.join(', '))} always;`, 'return 405;'),
);

/** Speaks TLS where there is any; plain HTTP, too, where it is the only server. */
function portal(model: NginxModel, probe: string): string {
  const { tls, portalUpstreams } = model;
  const isOnlyServer = model.publicHosts.length === 0;
  const isPlain = !tls || isOnlyServer;
  const several = portalUpstreams.length > 1;
  return block(
    'server',
    lines(
      ...(isPlain ? httpListen(model, isOnlyServer) : []),
      ...(tls ? httpsListen(model, tls, isOnlyServer) : []),
      isOnlyServer && '# The portal itself answers a host that is not this machine, and says why.',
      ...serverNames(model),
    ),
    lines(
      'proxy_http_version 1.1;',
      'proxy_pass_request_headers off;',
      ...passedHeaders.map(
        (name) => `proxy_set_header ${name} $http_${name.toLowerCase().replaceAll('-', '_')};`,
      ),
      '# What Nginx itself says; a header of the same name from the client is not among those above.',
      'proxy_set_header Connection "";',
      'proxy_set_header Host $host;',
      'proxy_set_header X-Real-IP $sluice_visitor;',
      'proxy_set_header X-Forwarded-For $sluice_forwarded;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'proxy_set_header X-Request-Id $request_id;',
      'proxy_set_header X-Sluice-Origin "$scheme://$host$sluice_origin_port";',
      `proxy_set_header X-Sluice-Secret ${quote(model.proxySecret)};`,
      tls && '# There is TLS, here and on every guarded port.',
      tls && 'proxy_set_header X-Sluice-Tls on;',
    ),
    lines(
      'proxy_redirect off;',
      'proxy_connect_timeout 3s;',
      'proxy_send_timeout 30s;',
      'proxy_read_timeout 60s;',
      ...(several
        ? [
            '# A portal that fails is no visitor’s trouble: another answers. Never for a POST that has been sent.',
            'proxy_next_upstream error timeout;',
            `proxy_next_upstream_tries ${portalUpstreams.length + 1};`,
          ]
        : [
            '# Once more only where an idle connection broke, and never for a request that may have changed something.',
            'proxy_next_upstream error;',
            'proxy_next_upstream_tries 2;',
          ]),
      'proxy_buffer_size 16k;',
      'proxy_buffers 16 16k;',
      'proxy_busy_buffers_size 32k;',
      'proxy_max_temp_file_size 0;',
    ),
    lines(
      'error_page 405 @method_refused;',
      'error_page 502 504 =503 @portal_down;',
      tls && (isOnlyServer ? 'error_page 497 = @plain;' : plainToTls),
      block('if ($sluice_method_refused)', 'return 405;'),
    ),
    block('location /', 'proxy_pass http://portal;'),
    ...(several ? [...landings(), ...dashboards()] : []),
    signIn(several ? 'dashboard' : 'portal'),
    block(
      'location ^~ /_next/static/',
      lines(
        'proxy_pass http://portal;',
        'proxy_hide_header Cache-Control;',
        'add_header Cache-Control $sluice_static_caching always;',
        'add_header X-Content-Type-Options nosniff always;',
        hstsAgain(tls),
      ),
    ),
    block('location ^~ /_next/image', 'return 404;'),
    lines(
      '# For those on this machine, who ask the portal itself.',
      block('location = /metrics', 'return 404;'),
      block('location = /metrics/', 'return 404;'),
    ),
    block(
      'location = /admin/audit/visits/live',
      lines(
        '# Server-sent events: each is handed on at once, and there may be none for long.',
        'proxy_buffering off;',
        'proxy_read_timeout 1h;',
        `proxy_pass http://${several ? 'dashboard' : 'portal'};`,
      ),
    ),
    ...(isPlain ? [acmeChallenge(model), reloadProbe(probe)] : []),
    ...(tls && isOnlyServer
      ? [
          lines(
            '# Plain HTTP to the port that speaks TLS.',
            block('location @plain', 'proxy_pass http://portal;'),
          ),
        ]
      : []),
    methodRefused,
    unavailableLocation('portal_down', model),
  );
}

/** A landing takes milliseconds: a portal that holds one up for seconds is stuck, and the next one is asked. */
const landings = () =>
  ['= /', '= /whoami', '^~ /go/'].map((path) =>
    block(`location ${path}`, lines('proxy_read_timeout 5s;', 'proxy_pass http://portal;')),
  );

const dashboards = () =>
  ['/admin', '/login'].map((path) => block(`location ^~ ${path}`, 'proxy_pass http://dashboard;'));

/**
 * Requests for signing in that come all at once reach the portal one after another: together they would hold up those who
 * land. What one address sends counts for itself, too, so that it does not fill the queue of all.
 */
export const signInZones = lines(
  '# Signing in, all together and each address: a crowd comes to the portal one after another.',
  'limit_req_zone all zone=sign_in:32k rate=30r/s;',
  'limit_req_zone $sluice_visitor zone=sign_in_each:1m rate=15r/s;',
);

const signIn = (upstream: string) =>
  block(
    'location ^~ /api/auth/',
    lines(
      'limit_req zone=sign_in_each burst=100;',
      'limit_req zone=sign_in burst=300;',
      'limit_req_log_level warn;',
      'error_page 502 503 504 =503 @portal_down;',
      `proxy_pass http://${upstream};`,
    ),
  );
