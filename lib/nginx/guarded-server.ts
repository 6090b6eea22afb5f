// The part of Nginx's configuration that stands before the guarded apps. Pure, as render.ts is. One server for each app's
// public port; whatever the path is spelled like, it has one way in, and the guard stands on it.

import { foreignIdentityHeaders, ownHeaders } from '@/lib/guard/identity';
import { listen, place, port, serverName } from './listen';
import type { GuardedApp, NginxModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';
import { plainToTls } from './tls';
import { unavailableLocation } from './unavailable-location';

/** Streamlit takes files of 200 MB; a form adds a little to that. */
const uploadLimit = '210m';

/** What is the same for all guarded apps: maps, and where guard and apps listen. There, too, without any app: the log names them. */
export function guardedMaps({ apps, guardPort }: NginxModel): string {
  return [
    '# Which guarded app a request is for, by the port it came to; nothing for the portal.',
    block(
      'map $server_port $sluice_app',
      lines('default "";', ...apps.map((app) => `${port(app.port)} ${number(app.id)};`)),
    ),
    lines(
      '# A websocket’s handshake goes to the guard’s relay. Other protocols are not offered: their Upgrade is ignored (RFC 9110 7.8).',
      block('map $http_upgrade $sluice_upgrade', lines('default 0;', '~*websocket 1;')),
      '# Recorded by the guard itself. An app could say so too, but is not asked.',
      block(
        'map "$sluice_upgrade$upstream_http_x_sluice_recorded" $sluice_recorded',
        lines('default "";', '11 1;'),
      ),
      '# The request line may name another host than Host does; apps compare Host with Origin.',
      block(
        'map "$host $http_host" $sluice_host_refused',
        lines('default 1;', '"~*^(\\S+) \\1\\.?(:[0-9]+)?$" 0;'),
      ),
    ),
    block('map $request_method $sluice_has_body', lines('default 1;', 'GET 0;', 'HEAD 0;')),
    block(
      'upstream guard',
      lines(
        `server 127.0.0.1:${port(guardPort)};`,
        'keepalive 64;',
        'keepalive_requests 1000000;',
        '# Less than the 75 s after which the guard closes an idle connection.',
        'keepalive_timeout 60s;',
      ),
    ),
    // Set by the apps' servers; the log names it without any, too.
    ...(apps.length === 0 ? [block('map "" $sluice_reason', 'default "";')] : []),
    ...apps.flatMap((app) => [...app.upstreams.map((_, i) => copy(app, i)), copyMap(app)]),
  ].join('\n\n');
}

/** A server for each guarded app. */
export function guardedServers(model: NginxModel): string[] {
  if (model.apps.length === 0) return [];
  return [
    ...(model.publicHosts.length > 0 ? [unknownHosts(model)] : []),
    ...model.apps.map((app) => guardedServer(app, model)),
  ];
}

const copyName = (app: GuardedApp, i: number) => `app_${number(app.id)}_${i}`;

/** The copy that the guard chose, and the others for when it does not take the connection. */
const copy = (app: GuardedApp, chosen: number) =>
  block(
    `upstream ${copyName(app, chosen)}`,
    lines(
      ...inTurn(app.upstreams, chosen).map(
        (where, i) => `server ${place(where)} max_fails=1 fail_timeout=2s${i === 0 ? '' : ' backup'};`,
      ),
      'keepalive 32;',
      '# Less than the 5 s after which some web servers close an idle connection.',
      'keepalive_timeout 4s;',
    ),
  );

const inTurn = (places: readonly string[], first: number) => [
  ...places.slice(first),
  ...places.slice(0, first),
];

const copyMap = (app: GuardedApp) =>
  block(
    `map $sluice_copy $sluice_copy_of_${number(app.id)}`,
    lines(
      '# Nothing is no name: without the guard’s word there is nowhere to go.',
      'default "";',
      ...app.upstreams.map((_, i) => `${i} ${copyName(app, i)};`),
    ),
  );

const unknownHosts = (model: NginxModel) =>
  block(
    'server',
    lines(
      '# The same for guarded ports: hosts that nobody named get no answer.',
      ...model.apps.flatMap((app) => listening(model, app, true)),
      'server_name "";',
      'error_page 400 405 413 414 431 494 /;',
    ),
    block('location /', 'return 444;'),
  );

const listening = ({ tls, ipv6 }: NginxModel, app: GuardedApp, isDefault: boolean) =>
  listen(app.port, { tls: tls !== undefined, ipv6, isDefault });

function guardedServer(app: GuardedApp, model: NginxModel): string {
  const names = [...new Set(model.publicHosts.map(serverName))];
  return block(
    'server',
    lines(
      ...listening(model, app, names.length === 0),
      ...(names.length === 0 ? ['server_name _;'] : names.map((name) => `server_name ${quote(name)};`)),
    ),
    lines(
      `client_max_body_size ${uploadLimit};`,
      'client_body_buffer_size 64k;',
      'client_body_timeout 60s;',
      'send_timeout 60s;',
    ),
    lines(
      'proxy_http_version 1.1;',
      'proxy_redirect off;',
      'proxy_connect_timeout 3s;',
      'proxy_buffer_size 16k;',
      'proxy_buffers 16 16k;',
      'proxy_busy_buffers_size 32k;',
      'proxy_max_temp_file_size 0;',
      'proxy_next_upstream error;',
      '# With these an app could have Nginx answer from a place of its choice, the guard’s own included.',
      'proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Charset;',
    ),
    lines('proxy_headers_hash_max_size 2048;', 'proxy_headers_hash_bucket_size 128;'),
    lines(
      '# 418 stands for «to the relay»; no other way leads there.',
      'recursive_error_pages on;',
      'error_page 418 = @relay;',
      'error_page 403 = @refused;',
      'error_page 500 =503 @guard_down;',
      'error_page 502 504 =503 @app_down;',
      // Which hosts are this machine's, Nginx does not know without PUBLIC_HOSTS, and so not where to send anybody.
      model.tls !== undefined && names.length > 0 && plainToTls,
      block('if ($sluice_host_refused)', 'return 400;'),
      block('if ($sluice_method_refused)', 'return 405;'),
      block('if ($sluice_upgrade)', 'return 418;'),
    ),
    throughTheGuard(app),
    askingTheGuard(app, model),
    relay(app, model),
    refused(app, model),
    unavailableLocation('guard_down', model, 'guardDownText'),
    unavailableLocation('app_down', model, 'appDownText'),
  );
}

/** The only location that a path can lead to; no regular expression competes with it. */
const throughTheGuard = (app: GuardedApp) =>
  block(
    'location /',
    lines(
      'auth_request /.sluice/authorise;',
      ...Object.entries({
        reason: 'reason',
        copy: 'upstream',
        cookie: 'cookie',
        user: 'user',
        email: 'email',
        address: 'address',
      }).map(([name, header]) => `auth_request_set $sluice_${name} $upstream_http_x_sluice_${header};`),
    ),
    lines(
      '# As the guard says, whatever the visitor sent; an empty header is not sent.',
      'proxy_set_header Host $http_host;',
      'proxy_set_header Connection "";',
      'proxy_set_header Upgrade "";',
      'proxy_set_header Cookie $sluice_cookie;',
      'proxy_set_header X-Sluice-User $sluice_user;',
      'proxy_set_header X-Sluice-Email $sluice_email;',
      'proxy_set_header X-Sluice-Address $sluice_address;',
      ...visitorLines,
      ...[
        ...ownHeaders.filter((name) => !/-(User|Email|Address)$/.test(name)),
        ...foreignIdentityHeaders,
      ].map((name) => `proxy_set_header ${name} "";`),
    ),
    lines(
      '# An upload goes on as it comes.',
      'proxy_request_buffering off;',
      'proxy_send_timeout 1h;',
      'proxy_read_timeout 1h;',
      `proxy_pass http://$sluice_copy_of_${number(app.id)};`,
    ),
  );

const visitorLines = [
  'proxy_set_header X-Real-IP $sluice_visitor;',
  'proxy_set_header X-Forwarded-For $sluice_forwarded;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  'proxy_set_header X-Request-Id $request_id;',
];

const guardLines = (app: GuardedApp, { proxySecret }: NginxModel) => [
  'proxy_set_header Host $http_host;',
  ...visitorLines,
  `proxy_set_header X-Sluice-App ${number(app.id)};`,
  `proxy_set_header X-Sluice-Secret ${quote(proxySecret)};`,
];

/** Nothing of the visitor's request but what the guard needs; a body least of all. */
const bare = [
  'proxy_method GET;',
  'proxy_pass_request_headers off;',
  'proxy_pass_request_body off;',
  'proxy_set_header Content-Length "";',
  'proxy_set_header Connection "";',
];

const askingTheGuard = (app: GuardedApp, model: NginxModel) =>
  block(
    'location = /.sluice/authorise',
    lines(
      'internal;',
      ...bare,
      ...guardLines(app, model),
      'proxy_set_header Cookie $http_cookie;',
      'proxy_set_header Accept $http_accept;',
      'proxy_connect_timeout 1s;',
      'proxy_read_timeout 5s;',
      'proxy_pass http://guard/authorise;',
    ),
  );

const relay = (app: GuardedApp, model: NginxModel) =>
  block(
    'location @relay',
    lines(
      'error_page 502 504 =503 @guard_down;',
      'proxy_pass_request_body off;',
      'proxy_set_header Content-Length "";',
      'proxy_set_header Upgrade websocket;',
      'proxy_set_header Connection upgrade;',
      ...guardLines(app, model),
      ...ownHeaders
        .filter((name) => name !== 'X-Sluice-App' && name !== 'X-Sluice-Secret')
        .map((name) => `proxy_set_header ${name} "";`),
      'proxy_hide_header X-Sluice-Recorded;',
    ),
    lines(
      'proxy_buffering off;',
      '# A socket may be idle for long.',
      'proxy_send_timeout 1h;',
      'proxy_read_timeout 1h;',
      '# A connection of its own for each: one that a websocket was on is never used again.',
      `proxy_pass http://127.0.0.1:${port(model.guardPort)};`,
    ),
  );

const refused = (app: GuardedApp, model: NginxModel) =>
  block(
    'location @refused',
    lines(
      'error_page 500 502 504 =503 @guard_down;',
      '# What would have been uploaded is not read for a page that nobody looks at.',
      block(
        'if ($sluice_has_body)',
        `return 403 ${quote({ variable: 'sluice_reason' }, ' ', { variable: 'request_id' })};`,
      ),
      'rewrite ^ /refused? break;',
      ...bare,
      ...guardLines(app, model),
      'proxy_set_header Cookie $http_cookie;',
      'proxy_set_header Accept-Language $http_accept_language;',
      'proxy_set_header X-Sluice-Reason $sluice_reason;',
      'proxy_pass http://guard;',
    ),
  );

function number(id: number): string {
  if (!Number.isSafeInteger(id) || id < 1) throw new RangeError(`not an app's id: ${id}`);
  return String(id);
}
