// The one Nginx in front of everything that is compared: three servers that differ in who answers.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from './workspace';

export const contenders = ['sluice', 'django', 'nginx'] as const;
export type Contender = (typeof contenders)[number];

export type ProxyPorts = {
  /** Where each contender is reached. */
  front: Record<Contender, number>;
  portal: number;
  waitress: number;
};

/** The request header by which the load generator says which address a visitor comes from. */
export const visitorHeader = 'X-Bench-Visitor';

/** Nginx writes its log every so many ms. */
const LOG_FLUSH = 200;

function configuration(folder: string, ports: ProxyPorts, proxySecret: string): string {
  const server = (name: Contender, answer: string) => `
  server {
    listen 127.0.0.1:${ports.front[name]} backlog=1024;
    access_log ${folder}/${name}.access.log answers buffer=64k flush=${LOG_FLUSH}ms;
    location / { ${answer} }
  }`;
  const pass = (upstream: string) => `
      proxy_pass http://${upstream};
      # A request that the load generator leaves behind is still answered and counted.
      proxy_ignore_client_abort on;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Request-Id $request_id;
      proxy_set_header X-Sluice-Secret ${proxySecret};
    `;
  return `
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 1024; }
http {
  log_format answers '$status $request_id';
  client_body_temp_path ${folder}/client_body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 1000000;
  # Visitors of many addresses from one load generator.
  set_real_ip_from 127.0.0.1;
  real_ip_header ${visitorHeader};
  upstream sluice { server 127.0.0.1:${ports.portal}; keepalive 64; keepalive_requests 1000000; }
  upstream django { server 127.0.0.1:${ports.waitress}; keepalive 64; keepalive_requests 1000000; }
${server('sluice', pass('sluice'))}
${server('django', pass('django'))}
${server('nginx', 'return 302 http://$host:8501/;')}
}
`;
}

export class FrontProxy {
  private constructor(
    private readonly folder: string,
    private readonly ports: ProxyPorts,
  ) {}

  static async start(workspace: Workspace, ports: ProxyPorts, proxySecret: string): Promise<FrontProxy> {
    const folder = workspace.path('nginx');
    mkdirSync(folder);
    const file = `${folder}/nginx.conf`;
    writeFileSync(file, configuration(folder, ports, proxySecret), { mode: 0o600 });
    const child = workspace.start('nginx', 'nginx', ['-p', folder, '-e', `${folder}/error.log`, '-c', file]);
    const proxy = new FrontProxy(folder, ports);
    await workspace.ready('nginx', child, proxy.url('nginx'));
    return proxy;
  }

  url(contender: Contender): string {
    return `http://127.0.0.1:${this.ports.front[contender]}/`;
  }

  /** Resolves when the last requests, those that the load generator left behind too, are answered and logged. */
  async settled(contender: Contender): Promise<void> {
    const size = () => statSync(this.logFile(contender)).size;
    for (let before = -1, now = size(); now !== before; before = now, now = size())
      await sleep(3 * LOG_FLUSH);
  }

  private logFile(contender: Contender): string {
    return `${this.folder}/${contender}.access.log`;
  }

  /** The answers given so far: status by request id. */
  answers(contender: Contender): Map<string, number> {
    const lines = readFileSync(this.logFile(contender), 'utf8').trimEnd().split('\n');
    return new Map(lines.filter(Boolean).map((line) => [line.slice(4), Number(line.slice(0, 3))]));
  }
}
