// Nginx's configuration, as text, from a model. Pure: the same model gives the same text, byte for byte.

import { createHash } from 'node:crypto';
import { formatRange, parseRange } from '@/lib/routing/range';
import { guardedMaps, guardedServers } from './guarded-server';
import { listen, serverName } from './listen';
import type { NginxModel } from './model';
import { NginxTextError, quote } from './quote';
import { block, lines } from './text';
import { unavailablePage } from './unavailable-page';

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

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const retrySeconds = 5;

/**
 * The whole configuration for the model. It contains the proxy secret. Throws NginxTextError where the model holds a
 * text that no configuration can (a `$` in a path, a host that is not a plain name): nothing is left out or altered.
 *
 * @example renderNginx(nginxModel(env()))
 */
export function renderNginx(model: NginxModel): string {
  const text = (probe: string) => `${[head(model), events(), http(model, probe)].join('\n\n')}\n`;
  return text(probePath(model.proxySecret, text('')));
}

/**
 * The path that answers 204 only while exactly this configuration is in force. Nobody can guess it without the secret.
 *
 * @example renderedProbe(text) // '/.sluice/nginx/0f6c…'
 */
export function renderedProbe(text: string): string {
  const match = /location = (\/\.sluice\/nginx\/[0-9a-f]{64}) /.exec(text);
  if (!match) throw new Error('not a configuration of renderNginx');
  return match[1]!;
}

const probePath = (secret: string, text: string) =>
  `/.sluice/nginx/${createHash('sha256').update(`${secret}\n${text}`).digest('hex')}`;

const head = ({ worker, paths }: NginxModel) =>
  lines(
    '# Written by Sluice; changes made here are lost. Set the variables and run `sluice nginx reload` instead.',
    worker && `user ${quote(worker.user)} ${quote(worker.group)};`,
    'worker_processes auto;',
    'worker_rlimit_nofile 16384;',
    '# An old worker stays for the open websockets it has; see docs/decisions/0010-reloads-and-open-websockets.md.',
    'worker_shutdown_timeout 12h;',
    `pid ${quote(`${paths.prefix}/nginx.pid`)};`,
    `error_log ${quote(paths.errorLog)} warn;`,
  );

const events = () => block('events', 'worker_connections 4096;');

function http(model: NginxModel, probe: string): string {
  const { paths } = model;
  return block(
    'http',
    lines(
      'server_tokens off;',
      'default_type application/octet-stream;',
      '# Host names may be long (RFC 1123: 253 characters) and many.',
      'server_names_hash_bucket_size 512;',
      'server_names_hash_max_size 4096;',
      '# Nothing below needs a file: requests and answers stay in memory. Nginx still insists on having the folders.',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${quote(`${paths.prefix}/temp/${name}`)};`,
      ),
    ),
    accessLog(model),
    lines(
      '# A header with an underscore or another odd character is not a header.',
      'underscores_in_headers off;',
      'ignore_invalid_headers on;',
      '# Headers of 15 KiB in all: Node refuses more than 16, and the portal’s own are still to come.',
      'client_header_buffer_size 1k;',
      'large_client_header_buffers 2 7k;',
      'client_max_body_size 1m;',
      'client_body_buffer_size 1m;',
    ),
    lines(
      '# A client that dawdles loses its place.',
      'client_header_timeout 10s;',
      'client_body_timeout 15s;',
      'send_timeout 30s;',
      'keepalive_timeout 65s;',
      'reset_timedout_connection on;',
      'tcp_nodelay on;',
    ),
    lines(
      'gzip on;',
      'gzip_vary on;',
      'gzip_proxied any;',
      'gzip_comp_level 5;',
      'gzip_min_length 1024;',
      `gzip_types ${[
        'application/javascript',
        'application/json',
        'application/manifest+json',
        'image/svg+xml',
        'text/css',
        'text/csv',
        'text/javascript',
        'text/plain',
        'text/x-component',
      ].join(' ')};`,
    ),
    visitorAddress(model),
    lines(
      '# Never left out: the portal would fill in the address of its own peer, which is this Nginx.',
      block('map $sluice_visitor $sluice_forwarded', lines('default $sluice_visitor;', '"" unknown;')),
    ),
    lines(
      block(
        'map $request_method $sluice_method_refused',
        lines('default 1;', ...methods.map((name) => `${name} 0;`)),
      ),
      '# The port as browsers write it in an Origin: not at all where it is the scheme’s own.',
      block(
        'map "$scheme:$server_port" $sluice_origin_port',
        lines('default ":$server_port";', '"http:80" "";', '"https:443" "";'),
      ),
      '# What a build calls by a content hash never changes; an error does.',
      block(
        'map $status $sluice_static_caching',
        lines('default "no-store";', '"~^(200|206|304)$" "public, max-age=31536000, immutable";'),
      ),
    ),
    block(
      'upstream portal',
      lines(
        ...model.portalUpstreams.map((place) => `server ${place};`),
        'keepalive 64;',
        'keepalive_requests 100000;',
        '# Less than the 5 s after which Node closes an idle connection: Nginx has to be the one that closes.',
        'keepalive_timeout 4s;',
      ),
    ),
    guardedMaps(model),
    ...(model.publicHosts.length > 0 ? [unknownHosts(model)] : []),
    portal(model, probe),
    ...guardedServers(model),
  );
}

function accessLog({ paths }: NginxModel): string {
  const numbers = new Set(['status', 'bytes', 'seconds']);
  const fields = {
    time: '$sluice_time',
    request_id: '$request_id',
    address: '$sluice_visitor',
    peer: '$realip_remote_addr',
    method: '$request_method',
    host: '$host',
    path: '$sluice_path',
    protocol: '$server_protocol',
    status: '$sluice_status',
    bytes: '$body_bytes_sent',
    seconds: '$request_time',
    upstream_seconds: '$upstream_response_time',
    user_agent: '$http_user_agent',
    app: '$sluice_app',
    reason: '$sluice_reason',
    recorded: '$sluice_recorded',
  };
  const json = Object.entries(fields).map(
    ([name, value]) => `"${name}":${numbers.has(name) ? value : `"${value}"`}`,
  );
  return lines(
    '# One JSON object a line. Query strings are left out: they may hold what only the app should see.',
    block(
      'map "$time_iso8601 $msec" $sluice_time',
      '"~^(?<sluice_second>.{19})(?<sluice_zone>\\S+) \\d+\\.(?<sluice_milli>\\d+)$" ' +
        '"$sluice_second.$sluice_milli$sluice_zone";',
    ),
    block('map $request_uri $sluice_path', '"~^(?<sluice_raw_path>[^?]*)" $sluice_raw_path;'),
    '# JSON has no number 009, which is what an HTTP/0.9 request gets.',
    block('map $status $sluice_status', '"~^0*(?<sluice_status_digits>\\d+)$" $sluice_status_digits;'),
    `log_format sluice escape=json '{${json.join(',')}}';`,
    `access_log ${quote(paths.accessLog)} sluice buffer=64k flush=1s;`,
  );
}

/**
 * `$sluice_visitor`: the address that decides, or nothing, which the portal denies.
 *
 * Behind trusted proxies Nginx's realip module walks X-Forwarded-For from the right to the first address that is not
 * a trusted proxy. It was written to be helpful rather than strict, so two things are checked afterwards:
 *
 * - Where it finds no such address (the header is missing, empty, or not an address at the decisive place), it keeps
 *   the proxy's own. A proxy is not a visitor, so an address that is still one of theirs is nobody's. The same
 *   holds for a visitor who comes straight from a proxy's machine, and for anyone where TRUSTED_PROXIES names whole
 *   networks with visitors in them; that is the safe side, since those could write any header they liked.
 * - It reads `010.0.0.5`, `1..2.3` and `1.2.3.` as 10.0.0.5, 1.0.2.3 and 1.2.3.0. So the address it came to has to
 *   stand in the header in just that spelling; ports and brackets, which some proxies add, may surround it. IPv6 may be
 *   spelled freely (its groups are read strictly), but a dotted part in it may not be.
 */
function visitorAddress({ trustedProxies }: NginxModel): string {
  // Without trusted proxies the peer is the visitor, whatever it says about itself.
  if (trustedProxies.length === 0) return block('map $remote_addr $sluice_visitor', 'default $remote_addr;');
  const blocks = [...new Set(trustedProxies.map(cidr))];
  const isProxy = (variable: string, name: string) =>
    block(`geo ${variable} ${name}`, lines('default 0;', ...blocks.map((entry) => `${entry} 1;`)));
  return lines(
    '# The visitor is the first from the right in X-Forwarded-For who is not one of these.',
    ...blocks.map((entry) => `set_real_ip_from ${entry};`),
    'real_ip_header X-Forwarded-For;',
    'real_ip_recursive on;',
    isProxy('$realip_remote_addr', '$sluice_peer_is_proxy'),
    isProxy('$remote_addr', '$sluice_address_is_proxy'),
    '# Nginx reads 010.0.0.5 and 1..2.3 as addresses. What it made of the header has to stand there in that spelling.',
    block(
      'map "$remote_addr,$http_x_forwarded_for" $sluice_spelling',
      lines(
        'default odd;',
        '"~^([0-9.]+),(.*[, ])?\\1(:[0-9]+)?([, ]|$)" plain;',
        '"~*^(::ffff:[0-9.]+),(.*[, ])?(\\1|\\[\\1\\](:[0-9]+)?)([, ]|$)" plain;',
        '"~^[0-9a-f:]+,(?!.*:[0-9]*\\.)" plain;',
      ),
    ),
    '# A proxy is never taken for the visitor: where only proxies are left, nobody is known.',
    block(
      'map "$sluice_peer_is_proxy$sluice_address_is_proxy$sluice_spelling" $sluice_visitor',
      lines('default "";', '"~^00" $remote_addr;', '10plain $remote_addr;'),
    ),
  );
}

const unknownHosts = (model: NginxModel) =>
  block(
    'server',
    lines(
      '# Hosts that nobody named, and requests that name none, get no answer at all.',
      ...listening(model, true),
      'server_name "";',
      '# What Nginx refuses before it looks for a location comes here, too.',
      'error_page 400 405 413 414 431 494 /;',
    ),
    block('location /', 'return 444;'),
  );

function portal(model: NginxModel, probe: string): string {
  const names = [...new Set(model.publicHosts.map(serverName))];
  const isOnlyServer = names.length === 0;
  return block(
    'server',
    lines(
      ...listening(model, isOnlyServer),
      isOnlyServer && '# The portal itself answers a host that is not this machine, and says why.',
      ...(isOnlyServer ? ['server_name _;'] : names.map((name) => `server_name ${quote(name)};`)),
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
    ),
    lines(
      'proxy_redirect off;',
      'proxy_connect_timeout 3s;',
      'proxy_send_timeout 30s;',
      'proxy_read_timeout 60s;',
      '# Once more only where an idle connection broke, and never for a request that may have changed something.',
      'proxy_next_upstream error;',
      'proxy_next_upstream_tries 2;',
      'proxy_buffer_size 16k;',
      'proxy_buffers 16 16k;',
      'proxy_busy_buffers_size 32k;',
      'proxy_max_temp_file_size 0;',
    ),
    lines(
      'error_page 405 @method_refused;',
      'error_page 502 504 =503 @portal_down;',
      block('if ($sluice_method_refused)', 'return 405;'),
    ),
    block('location /', 'proxy_pass http://portal;'),
    block(
      'location ^~ /_next/static/',
      lines(
        'proxy_pass http://portal;',
        'proxy_hide_header Cache-Control;',
        'add_header Cache-Control $sluice_static_caching always;',
      ),
    ),
    block('location ^~ /_next/image', 'return 404;'),
    block(
      'location = /admin/audit/visits/live',
      lines(
        '# Server-sent events: each is handed on at once, and there may be none for long.',
        'proxy_buffering off;',
        'proxy_read_timeout 1h;',
        'proxy_pass http://portal;',
      ),
    ),
    lines(
      '# Tells `sluice nginx reload` that exactly this configuration is in force.',
      block(`location = ${probe || '/'}`, lines('access_log off;', 'return 204;')),
    ),
    block(
      'location @method_refused',
      lines(`add_header Allow ${quote(methods.join(', '))} always;`, 'return 405;'),
    ),
    block(
      'location @portal_down',
      lines(
        'default_type "text/html; charset=utf-8";',
        `add_header Retry-After ${retrySeconds} always;`,
        'add_header Cache-Control no-store always;',
        'add_header X-Request-Id $request_id always;',
        'add_header X-Content-Type-Options nosniff always;',
        `add_header Content-Security-Policy ${quote("default-src 'none'; style-src 'unsafe-inline'")} always;`,
        `return 503 ${quote(...unavailablePage(retrySeconds))};`,
      ),
    ),
  );
}

const listening = ({ httpPort, ipv6 }: NginxModel, isDefault: boolean) =>
  listen(httpPort, { tls: false, ipv6, isDefault });

function cidr(text: string): string {
  const result = parseRange(text);
  if (!result.ok || text.includes('-')) throw new NginxTextError(text, 'RANGE');
  return formatRange(result.range);
}
