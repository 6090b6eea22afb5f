// The server of a guarded app, at its public port.

import type { GuardedApp, NginxModel } from './model';

/** The block of a guarded app: closed to everyone until the guard is asked. */
export function guardedServer({ ipv6 }: NginxModel, { port }: GuardedApp): string {
  return [
    'server {',
    `  listen 0.0.0.0:${port} default_server;`,
    ...(ipv6 ? [`  listen [::]:${port} default_server ipv6only=on;`] : []),
    '  server_name _;',
    '  return 503;',
    '}',
  ].join('\n');
}
