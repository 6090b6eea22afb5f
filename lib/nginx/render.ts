// Nginx's configuration, as text, from a model. Pure: the same model gives the same text, byte for byte.

import { createHash } from 'node:crypto';
import { accessLog } from './access-log';
import { guardedMaps, guardedServers } from './guarded-server';
import type { NginxModel } from './model';
import { methods, portalServers, portalUpstreams, signInZones } from './portal-server';
import { quote } from './quote';
import { block, lines } from './text';
import { tlsLines } from './tls';
import { visitorAddress } from './visitor-address';

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
    '# Written by Sluice; changes made here are lost. Set the variables and start Sluice again instead.',
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
    ...(model.tls ? [tlsLines(model.tls)] : []),
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
    signInZones,
    ...portalUpstreams(model),
    guardedMaps(model),
    ...portalServers(model, probe),
    ...guardedServers(model),
  );
}
