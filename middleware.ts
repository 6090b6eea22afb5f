// The portal's front door: landings are answered here, the dashboard is for those who may see it.

import { type NextRequest, NextResponse } from 'next/server';
import { landingResponse } from './app/(landing)/landing-response';
import { type Admission, admit, isAdminHost } from './lib/admin-gate';
import { AUTH_PATH, authResponse } from './lib/auth/auth-endpoints';
import { refusedForOrigin, requestForDashboard } from './lib/dashboard-request';
import { env } from './lib/env';
import { type Arrival, type Asked, land, notFound } from './lib/landing/land';
import { requestIdOf, withoutTrustedHeaders } from './lib/landing/request';
import { placeOverTls } from './lib/landing/tls';
import { mayReadMetrics } from './lib/metrics/may-read-metrics';
import { dashboardHeaders, newNonce } from './lib/security-headers';

export const config = { runtime: 'nodejs', matcher: '/((?!_next/static/).*)' };

/** What else the portal answers; every other path is answered here, at a tenth of what a page of Next's costs. */
const openPaths = /^\/(?:healthz|readyz|icon\.svg|language\/[a-z]+)$/;
const dashboardPaths = /^\/(?:login(?:\/.*)?|admin(?:\/.*)?|api\/auth\/.*)$/;

export default async function middleware(request: NextRequest): Promise<Response> {
  const { headers } = request;
  const requestId = requestIdOf(headers, env().proxySecret);
  const arrival = { url: new URL(request.url), headers, requestId };
  const response = await answer(request, arrival);
  response.headers.set('X-Request-Id', requestId);
  response.headers.set('X-Content-Type-Options', 'nosniff');
  return response;
}

async function answer(request: NextRequest, arrival: Arrival): Promise<Response> {
  const { pathname } = arrival.url;
  const { headers, method } = request;
  const overTls = placeOverTls(arrival.url, headers, env());
  if (overTls) return moved(overTls);
  const asked = landingAsked(pathname);
  if (asked?.page === 'home' && isAdminHost(headers, env()) && admit(headers, env()))
    return redirected('/admin');
  if (asked) return landed(arrival, method, asked);
  // Before the headers are taken off by which it is told who asks.
  if (pathname === '/metrics')
    return mayReadMetrics(headers)
      ? NextResponse.next()
      : landingResponse(notFound(arrival), method === 'HEAD' ? 'HEAD' : 'GET');
  if (openPaths.test(pathname)) return passedOn(request);
  const admission = dashboardPaths.test(pathname) ? admit(headers, env()) : null;
  if (admission) return dashboard(request, arrival, admission);
  return landingResponse(notFound(arrival), method === 'HEAD' ? 'HEAD' : 'GET');
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
  return 'view' in landing ? landingResponse(landing.view, method) : redirected(landing.redirect);
}

const redirected = (location: string) =>
  new Response(null, { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' } });

/** To TLS, whatever the method. Not kept: without TLS again, the way back has to be open. */
const moved = (location: string) =>
  new Response(null, { status: 308, headers: { Location: location, 'Cache-Control': 'no-store' } });

/** On to a route of app/, without what only Nginx and the portal may know of each other. */
function passedOn({ headers }: NextRequest): Response {
  return NextResponse.next({ request: { headers: withoutTrustedHeaders(headers) } });
}

/** On to the dashboard, which looks at all of this again; signing in is answered here. */
async function dashboard(request: NextRequest, arrival: Arrival, admission: Admission): Promise<Response> {
  const { headers, method, cookies } = request;
  const refusal = refusedForOrigin(method, headers, admission);
  if (refusal) return refusal;
  const nonce = newNonce();
  const response = arrival.url.pathname.startsWith(AUTH_PATH)
    ? await authResponse(request, admission, {
        requestId: arrival.requestId,
        cookies: Object.fromEntries(cookies.getAll().map(({ name, value }) => [name, value])),
      })
    : NextResponse.next({
        request: { headers: requestForDashboard(headers, arrival.url, admission, nonce) },
      });
  for (const [name, value] of Object.entries(dashboardHeaders(nonce, admission.origin)))
    response.headers.set(name, value);
  return response;
}
