// Visitors with addresses of their own: all of 127.0.0.0/8 is this machine, so a connection can really come from any of
// them. No header is forged.

import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export type Answer = { status: number; headers: IncomingMessage['headers']; body: string };

export type AskOptions = {
  method?: string;
  headers?: Record<string, string | string[]>;
  /** The server's address, where the URL's host is not to be looked up. */
  server?: string;
  /** Sent as it is, without the URL parser's cleaning up. */
  path?: string;
  body?: string;
};

/** One request from an address, redirects not followed. */
export function ask(
  from: string,
  url: string,
  { method = 'GET', headers = {}, server, path, body: sent }: AskOptions = {},
): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...{ method, port, path: path ?? pathname + search, agent: false, localAddress: from },
        host: server ?? hostname.replace(/^\[|\]$/g, ''),
        headers: { connection: 'close', ...headers },
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (text) => {
          body += text;
        });
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
        );
        // An answer that breaks off in its middle has no end.
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

/** Bytes as they are, from an address; resolves to all that comes back before the connection closes. */
export async function askRaw(from: string, port: number, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from });
  let answer = '';
  socket.setEncoding('latin1').on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  // Not ended: Nginx takes a visitor who hangs up for one who no longer wants the answer.
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

/** A proxy for a browser whose visitor has this address: it dials every connection from there. */
export async function visitorProxy(from: string): Promise<{ server: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const localAddress = (host: string) => (host.includes(':') ? undefined : from);
  const proxy = createServer((incoming, answer) => {
    const { hostname, port, pathname, search } = new URL(incoming.url ?? '');
    const host = hostname.replace(/^\[|\]$/g, '');
    const outgoing = request(
      {
        host,
        port,
        method: incoming.method,
        path: pathname + search,
        headers: incoming.headers,
        localAddress: localAddress(host),
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
        reply.pipe(answer);
      },
    );
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  proxy.on('connection', keep);
  proxy.on('connect', (incoming: IncomingMessage, client: Socket) => {
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const host = hostname.replace(/^\[|\]$/g, '');
    const upstream = keep(connect({ host, port: Number(port), localAddress: localAddress(host) }));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
