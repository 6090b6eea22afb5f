// next-auth's endpoints, answered in middleware. The work is done in a thread of its own: what a wrong password costs is several times a
// landing, and whoever tries a hundred must not hold up those who land.

import type { Admission } from '../admin-gate';
import { databaseProblemText, findDatabaseProblem } from '../database-error';
import { localeOf } from '../landing/request';
import { programThread, type Thread } from '../thread';
import type { AuthRequest, AuthResponse } from './auth-request';
import { SignInQueue } from './sign-in-queue';

export const AUTH_PATH = '/api/auth/';

/** What the dashboard uses of next-auth; its own pages, and the rest, are not there. */
const used: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf'],
  POST: ['callback/credentials', 'signout'],
};

/** In characters: an email, a password, a token and where to go on. */
const LONGEST_BODY = 16_384;

const queue = new SignInQueue();
const shared = globalThis as { sluiceAuth?: Thread<AuthRequest, AuthResponse> };

function thread(): Thread<AuthRequest, AuthResponse> {
  shared.sluiceAuth ??= programThread('signing in', 'auth-thread');
  return shared.sluiceAuth;
}

/** Starts the thread, which takes a core for a second: not when somebody signs in, and not while the portal starts. */
export function warmAuthSoon(): void {
  setTimeout(() => thread().warm(), 5000).unref();
}

type Given = Pick<AuthRequest, 'cookies' | 'requestId'>;

/** The answer to a request for one of the endpoints that was admitted and comes from a page of the dashboard. */
export async function authResponse(request: Request, admission: Admission, given: Given): Promise<Response> {
  const action = new URL(request.url).pathname.slice(AUTH_PATH.length);
  const method = request.method as AuthRequest['method'];
  if (!used[method]?.includes(action)) return new Response(null, { status: 404 });
  const isPassword = action === 'callback/credentials';
  if (isPassword && !(await queue.turn(admission.address))) return busy();
  const body = method === 'POST' ? await readFields(request) : {};
  if (!body) return Response.json({ status: 'malformed' }, { status: 400 });
  try {
    const {
      status,
      headers,
      body: text,
    } = await thread().ask({
      ...{ admission, method, action, body, ...given },
      userAgent: request.headers.get('user-agent'),
    });
    return new Response(text, { status, headers });
  } catch (error) {
    // The database did not take it. The cookie stays, since the session does.
    const problem = findDatabaseProblem(error);
    if (!problem) throw error;
    return Response.json(
      { message: databaseProblemText(problem, localeOf(request.headers)) },
      { status: 503 },
    );
  }
}

/** The fields of a form, or the texts of an object in JSON; null where there are none, or too many. */
async function readFields(request: Request): Promise<Record<string, string> | null> {
  const type = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (text.length > LONGEST_BODY) return null;
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  if (!type.startsWith('application/json')) return null;
  try {
    const value: object | null = JSON.parse(text);
    const isText = ([, field]: [string, unknown]) => typeof field === 'string';
    return Object.fromEntries(Object.entries(value ?? {}).filter(isText));
  } catch {
    return null;
  }
}

const busy = () =>
  Response.json(
    { status: 'busy' },
    { status: 503, headers: { 'Cache-Control': 'no-store', 'Retry-After': '5' } },
  );
