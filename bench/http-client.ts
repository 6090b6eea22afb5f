// A browser's share of a sign-in and of reading pages, without a browser: one connection that stays open, and cookies.

import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export type HttpAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** From the first byte sent to the last received. */
  milliseconds: number;
};

export class HttpClient {
  readonly cookies = new Map<string, string>();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** `from`: the address of this machine that it comes from. */
  constructor(
    readonly origin: string,
    private readonly from?: string,
  ) {}

  get(path: string): Promise<HttpAnswer> {
    return this.send('GET', path);
  }

  /** A form, as a browser posts it. */
  post(path: string, form: Record<string, string>): Promise<HttpAnswer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, headers, new URLSearchParams(form).toString());
  }

  send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ): Promise<HttpAnswer> {
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const outgoing = request(
        new URL(path, this.origin),
        {
          ...{ method, agent: this.agent, localAddress: this.from },
          headers: {
            accept: 'text/html,*/*',
            ...(cookie ? { cookie } : {}),
            ...(method === 'GET' ? {} : { origin: this.origin, referer: `${this.origin}/` }),
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            this.keepCookies(answer.headers['set-cookie']);
            resolve({
              ...{ status: answer.statusCode ?? 0, headers: answer.headers },
              ...{ body: Buffer.concat(chunks).toString(), milliseconds: performance.now() - start },
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  private keepCookies(set: readonly string[] = []): void {
    for (const cookie of set) {
      const [pair = ''] = cookie.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value.join('='));
    }
  }

  close(): void {
    this.agent.destroy();
  }
}
