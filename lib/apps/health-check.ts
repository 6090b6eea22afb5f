// Asks one copy of an app how it is.

import { get as getByHttp, type IncomingMessage } from 'node:http';
import { get as getByHttps } from 'node:https';
import { outerAddresses } from '@/lib/own-addresses';
import type { RuleApp } from '@/lib/routing/rules';
import { upstreamsOf } from './upstreams';

/** `unknown`: nothing that says anything about the app, because the way to it may be closed to this machine alone. */
export type Health = { state: 'up' | 'down' | 'unknown'; detail: string };

const STREAMLIT_HEALTH = '/_stcore/health';
/** A health answer is short; more is not read. */
const MOST_BYTES = 64 * 1024;

/**
 * Where an app is asked, as host:port: each of its copies; an app that has no upstream and no guard is at its public port, by
 * `localhost` where it names no host.
 */
export function placesOf(app: RuleApp): string[] {
  const upstreams = upstreamsOf(app);
  if (upstreams.length > 0) return upstreams;
  const host = app.host ?? 'localhost';
  return [`${host.includes(':') ? `[${host}]` : host}:${app.port}`];
}

/**
 * Asks a copy. Never throws. An app that names a health path is well when that answers 2xx or 3xx; any other is taken for
 * Streamlit, which answers every path with a page and says «ok» at one of its own only.
 */
export async function checkHealth(app: RuleApp, place: string, timeout: number): Promise<Health> {
  const url = new URL(`http://${place}`);
  const port = Number(url.port || 80);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isHttps = upstreamsOf(app).length === 0 && app.scheme === 'https';
  const deadline = performance.now() + timeout;
  let result: Health = { state: 'unknown', detail: '' };
  for (const address of host === 'localhost' ? localAddresses() : [host]) {
    for (const path of healthPaths(app)) {
      const answer = await ask({ address, port, path, isHttps, host, timeout: deadline - performance.now() });
      result = healthOf(app, answer);
      if (result.state === 'up') return result;
      if (answer.kind !== 'answered') break;
    }
  }
  return result;
}

/** Streamlit puts its own paths below its base path, which an app's path may or may not be. */
function healthPaths({ healthPath, path }: RuleApp): string[] {
  if (healthPath) return [healthPath];
  const base = path.replace(/\/+$/, '');
  return base === '' ? [STREAMLIT_HEALTH] : [base + STREAMLIT_HEALTH, STREAMLIT_HEALTH];
}

type Answer =
  | { kind: 'answered'; status: number; body: string }
  | { kind: 'failed'; code: string; refused: boolean };

function healthOf(app: RuleApp, answer: Answer): Health {
  if (answer.kind === 'failed') {
    // Another server may be one that visitors reach and this one does not: only a refusal says something.
    const isElsewhere = app.host !== null && upstreamsOf(app).length === 0;
    const state = isElsewhere && !answer.refused ? 'unknown' : 'down';
    return { state, detail: answer.code };
  }
  const { status, body } = answer;
  const isWell = app.healthPath ? status >= 200 && status < 400 : status === 200 && body.trim() === 'ok';
  if (isWell) return { state: 'up', detail: '' };
  const said = app.healthPath || status !== 200 ? '' : `, ${JSON.stringify(body.trim().slice(0, 40))}`;
  return { state: 'down', detail: `HTTP ${status}${said}` };
}

type Asked = {
  address: string;
  port: number;
  path: string;
  isHttps: boolean;
  /** What the Host header and TLS name. */
  host: string;
  /** In ms. */
  timeout: number;
};

function ask({ address, port, path, isHttps, host, timeout }: Asked): Promise<Answer> {
  if (timeout <= 0) return Promise.resolve(timedOut);
  return new Promise((resolve) => {
    const options = {
      host: address,
      port,
      path,
      agent: false as const,
      headers: { host: `${host}:${port}` },
    };
    const read = (response: IncomingMessage) => {
      let body = '';
      const finish = () => resolve({ kind: 'answered', status: response.statusCode ?? 0, body });
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
        if (body.length > MOST_BYTES) {
          finish();
          response.destroy();
        }
      });
      response.on('end', finish);
      response.on('error', (error) => resolve(failed(error)));
    };
    // Whether the certificate is good is for the visitor's browser to say; asked is whether the app is there.
    const request = isHttps
      ? getByHttps({ ...options, servername: host, rejectUnauthorized: false }, read)
      : getByHttp(options, read);
    const timer = setTimeout(() => {
      resolve(timedOut);
      request.destroy();
    }, timeout);
    request.on('error', (error) => resolve(failed(error)));
    request.on('close', () => clearTimeout(timer));
  });
}

const timedOut: Answer = { kind: 'failed', code: 'ETIMEDOUT', refused: false };

function failed(error: NodeJS.ErrnoException): Answer {
  const code = error.code ?? error.message;
  return { kind: 'failed', code, refused: code === 'ECONNREFUSED' };
}

/** An app without `server.address` listens at every address, or at IPv4 or IPv6 alone, or at one of the machine's own. */
const localAddresses = () => ['127.0.0.1', '::1', ...outerAddresses()];
