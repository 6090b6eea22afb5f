// The guard: asked by Nginx before anyone gets to a guarded app, and the relay of the apps' websockets.

import { createServer, type Server } from 'node:http';
import { env } from '@/lib/env';

/** Starts the guard on loopback; resolves when it listens. */
export async function startGuard(): Promise<{ stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? 200 : 403;
    response.end(request.url === '/healthz' ? 'ok\n' : '');
  });
  await listening(server, env().guardPort);
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
}
