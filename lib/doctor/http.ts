// Requests as the doctor makes them: from an address of its choice, with headers that nobody should believe, and with any
// certificate, since what is looked at here is who is let in.

import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect, isIP } from 'node:net';
import type { Env } from '@/lib/env';
import { urlHost } from '@/lib/landing/public-hosts';
import { tlsFiles } from '@/lib/nginx/certificate';

export type Answer = { status: number; body: string; headers: IncomingMessage['headers'] };

/** Why there was no answer: refused, nobody there in time, or cut off. */
export type NoAnswer = { status: 0; code: string };

export type Asked = {
  to: string;
  port: number;
  path?: string;
  from?: string;
  host?: string;
  tls?: boolean;
  method?: string;
  headers?: Record<string, string>;
};

export const USER_AGENT = 'sluice-doctor';
const TIMEOUT = 5000;
const MOST = 256 * 1024;

/** One request on a connection of its own. What goes wrong on the way is a result. */
export function ask(asked: Asked): Promise<Answer | NoAnswer> {
  const { to, port, path = '/', from, tls = false, method = 'GET', headers = {} } = asked;
  const host = asked.host ?? to;
  return new Promise((resolve) => {
    const send = tls ? tlsRequest : plainRequest;
    const outgoing = send({
      ...{ host: to, port, path, method, localAddress: from, agent: false, timeout: TIMEOUT },
      ...{ headers: { 'User-Agent': USER_AGENT, Host: urlHost(host), ...headers } },
      ...(tls ? { rejectUnauthorized: false, servername: isIP(host) ? '' : host } : {}),
    });
    const give = (answer: Answer | NoAnswer) => {
      resolve(answer);
      outgoing.destroy();
    };
    const timer = setTimeout(() => give({ status: 0, code: 'TIMEOUT' }), TIMEOUT);
    outgoing.on('timeout', () => give({ status: 0, code: 'TIMEOUT' }));
    outgoing.on('error', (error: NodeJS.ErrnoException) => give({ status: 0, code: error.code ?? 'ERROR' }));
    outgoing.on('upgrade', ({ statusCode = 101, headers: got }) =>
      give({ status: statusCode, body: '', headers: got }),
    );
    outgoing.on('response', (response) => {
      let body = '';
      const done = () => give({ status: response.statusCode ?? 0, body, headers: response.headers });
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > MOST) done();
      });
      response.on('end', done);
      response.on('error', done);
    });
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.end();
  });
}

/** Whether anything accepts a connection there, whatever it speaks. */
export function accepts({ to, port, from }: Pick<Asked, 'to' | 'port' | 'from'>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: to, port, localAddress: from, timeout: TIMEOUT });
    const give = (is: boolean) => {
      resolve(is);
      socket.destroy();
    };
    socket.on('connect', () => give(true));
    socket.on('timeout', () => give(false));
    socket.on('error', () => give(false));
  });
}

export function answered(answer: Answer | NoAnswer): answer is Answer {
  return answer.status !== 0;
}

/** Nginx as visitors have it: TLS where there is a certificate, by a host that it answers. */
export function front(env: Env): { port: number; tls: boolean; host: string } {
  const tls = tlsFiles(env) !== undefined;
  return { port: tls ? env.httpsPort : env.httpPort, tls, host: env.publicHosts[0] ?? 'localhost' };
}

/** What a websocket's handshake says. */
export const HANDSHAKE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'c2x1aWNlLWRvY3Rvci0wMQ==',
};
