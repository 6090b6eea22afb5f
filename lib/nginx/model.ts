// What Nginx's configuration is made from, and how this machine's environment becomes it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGuarded, upstreamsOf } from '@/lib/apps/upstreams';
import type { Env } from '@/lib/env';
import { ownAddresses } from '@/lib/own-addresses';
import type { RuleApp } from '@/lib/routing/rules';
import { tlsModel } from './certificate';

export type NginxModel = {
  /** The port visitors come by. */
  httpPort: number;
  /** Where the portals listen, as host:port. */
  portalUpstreams: readonly string[];
  /** The guard's port on 127.0.0.1. */
  guardPort: number;
  /** The apps that are guarded, in the order of their ports. */
  apps: readonly GuardedApp[];
  /** TLS on httpsPort and on every guarded port; without it everything speaks HTTP. */
  tls?: TlsModel;
  /** Host names and addresses (IPv6 without brackets) that are answered; empty: all, and the portal judges. */
  publicHosts: readonly string[];
  /** Addresses and CIDR blocks of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** What tells the portal that a request came through Nginx. */
  proxySecret: string;
  paths: {
    /** Folder of the pid file and of what Nginx may want to buffer. */
    prefix: string;
    accessLog: string;
    errorLog: string;
    /** The webroot of an ACME client. */
    acme: string;
  };
  /** Whom the workers run as where the master is root; otherwise Nginx could not change and must not be told to. */
  worker?: { user: string; group: string };
  /** Whether the machine has IPv6 at all; without it, `listen [::]` would keep Nginx from starting. */
  ipv6: boolean;
};

export type GuardedApp = {
  id: number;
  slug: string;
  /** The public port, at which Nginx listens. */
  port: number;
  /** Where the app's copies listen, as host:port. */
  upstreams: readonly string[];
};

export type TlsModel = {
  httpsPort: number;
  /** Absolute paths of PEM files. */
  certificate: string;
  key: string;
  /** Of the certificate's and key's contents: a renewed certificate makes another configuration. */
  fingerprint: string;
  /** Strict-Transport-Security's max-age in seconds; 0: not sent. */
  hsts: number;
};

/** Where Nginx's files are, in DATA_DIR. */
export function nginxPaths({ dataDir }: Pick<Env, 'dataDir'>) {
  const prefix = join(dataDir, 'nginx');
  return {
    prefix,
    config: join(prefix, 'nginx.conf'),
    /** The last configuration that Nginx refused. */
    rejected: join(prefix, 'nginx.conf.rejected'),
    pid: join(prefix, 'nginx.pid'),
    accessLog: join(prefix, 'access.log'),
    errorLog: join(prefix, 'error.log'),
    /** Beside Nginx's own folder, which its workers cannot enter. */
    acme: join(dataDir, 'acme'),
  };
}

/** The model for this environment on this machine, with the apps of the rules. Throws TlsError where the certificate cannot be used. */
export function nginxModel(env: Env, apps: Iterable<RuleApp> = []): NginxModel {
  const { prefix, accessLog, errorLog, acme } = nginxPaths(env);
  return {
    httpPort: env.httpPort,
    portalUpstreams: env.portalUpstreams,
    guardPort: env.guardPort,
    apps: guardedApps(apps),
    tls: tlsModel(env),
    publicHosts: servedHosts(env),
    trustedProxies: env.trustedProxies,
    proxySecret: env.proxySecret,
    paths: { prefix, accessLog, errorLog, acme },
    worker: process.getuid?.() === 0 ? unprivilegedAccount() : undefined,
    ipv6: ownAddresses().some(({ family }) => family === 'IPv6'),
  };
}

/** The enabled apps that are guarded, in the order of their ports. */
export function guardedApps(apps: Iterable<RuleApp>): GuardedApp[] {
  return [...apps]
    .filter((app) => app.enabled && isGuarded(app))
    .map((app) => ({ id: app.id, slug: app.slug, port: app.port, upstreams: upstreamsOf(app) }))
    .sort((a, b) => a.port - b.port);
}

/** The dashboard's own host is answered besides those of visitors; where any is, it is too. */
function servedHosts({ publicHosts, adminHost }: Env): readonly string[] {
  return publicHosts.length > 0 && adminHost ? [...new Set([...publicHosts, adminHost])] : publicHosts;
}

/** The account that the system's own packages run web servers as (Debian, then the others). */
function unprivilegedAccount(): NginxModel['worker'] {
  const rows = (file: string) =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .map((line) => line.split(':'))
      : [];
  const accounts = rows('/etc/passwd');
  const groups = rows('/etc/group');
  for (const user of ['www-data', 'nginx', 'http', '_www', 'nobody']) {
    const gid = accounts.find(([name]) => name === user)?.[3];
    const group = gid && groups.find((row) => row[2] === gid)?.[0];
    if (group) return { user, group };
  }
  // Nginx then falls back to the account it was built with, which is not root either.
  return undefined;
}
