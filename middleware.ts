// The landing gate: request → decision → recorded → response.

import { type NextRequest, NextResponse } from 'next/server';
import { landingResponse } from './app/(landing)/landing-response';
import { env } from './lib/env';
import { type Arrival, type Asked, land, notFound } from './lib/landing/land';
import { requestIdOf, withoutTrustedHeaders } from './lib/landing/request';

export const config = { runtime: 'nodejs', matcher: '/((?!_next/static/).*)' };

/** What else the portal answers; every other path is answered here, at a tenth of what a page of Next's costs. */
const portalPaths = /^\/(?:healthz|readyz|icon\.svg|language\/[a-z]+|login(?:\/.*)?|admin(?:\/.*)?|api\/auth\/.*)$/;

export default async function middleware(request: NextRequest): Promise<Response> {
  const { headers, method } = request;
  const requestId = requestIdOf(headers, env().proxySecret);
  const arrival = { url: new URL(request.url), headers, requestId };
  const { pathname } = arrival.url;
  const asked = landingAsked(pathname);
  let response: Response;
  if (asked) response = await landed(arrival, method, asked);
  else if (portalPaths.test(pathname)) response = passedOn(request);
  else response = await landingResponse(notFound(arrival), method === 'HEAD' ? 'HEAD' : 'GET');
  response.headers.set('X-Request-Id', requestId);
  return response;
}

/** Which landing a path asks for; null for the rest of the portal. */
function landingAsked(pathname: string): Asked | null {
  if (pathname === '/') return { page: 'home' };
  if (pathname === '/whoami') return { page: 'whoami' };
  if (pathname.startsWith('/go/'))
    return { page: 'app', slug: pathname.slice('/go/'.length).replace(/\/$/, '') };
  return null;
}

async function landed(arrival: Arrival, method: string, asked: Asked): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') {
    return new Response('Method not allowed\n', { status: 405, headers: { Allow: 'GET, HEAD' } });
  }
  const landing = await land(arrival, asked);
  if ('view' in landing) return landingResponse(landing.view, method);
  return new Response(null, {
    status: 302,
    headers: { Location: landing.redirect, 'Cache-Control': 'no-store' },
  });
}

/** On to a route of app/, without what only Nginx and the portal may know of each other. */
function passedOn({ headers }: NextRequest): Response {
  return NextResponse.next({ request: { headers: withoutTrustedHeaders(headers) } });
}
