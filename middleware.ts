// The landing gate: request → decision → recorded → response.

import { type NextRequest, NextResponse } from 'next/server';
import { landingResponse } from './app/(landing)/landing-response';
import { env } from './lib/env';
import { type Asked, land } from './lib/landing/land';
import { requestIdOf, withoutTrustedHeaders } from './lib/landing/request';

export const config = { runtime: 'nodejs', matcher: '/((?!_next/static/).*)' };

export default async function middleware(request: NextRequest): Promise<Response> {
  const requestId = requestIdOf(request.headers, env().proxySecret);
  const asked = landingAsked(new URL(request.url).pathname);
  const response = asked ? await landed(request, requestId, asked) : passedOn(request);
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

async function landed(request: NextRequest, requestId: string, asked: Asked): Promise<Response> {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    return new Response('Method not allowed\n', { status: 405, headers: { Allow: 'GET, HEAD' } });
  }
  const landing = await land(request, requestId, asked);
  if ('view' in landing) return landingResponse(landing.view, method);
  return new Response(null, {
    status: 302,
    headers: { Location: landing.redirect, 'Cache-Control': 'no-store' },
  });
}

function passedOn(request: NextRequest): Response {
  // Next's image endpoint fetches for whoever asks; no page of ours uses it.
  if (new URL(request.url).pathname.startsWith('/_next/image'))
    return new Response('Not found\n', { status: 404 });
  return NextResponse.next({ request: { headers: withoutTrustedHeaders(request.headers) } });
}
