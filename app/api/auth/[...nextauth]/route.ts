import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { admit } from '@/lib/admin-gate';
import { authOptions } from '@/lib/auth/next-auth-options';
import { cookieName } from '@/lib/auth/session-cookie';
import { refusedForOrigin } from '@/lib/dashboard-request';
import { databaseProblemText, findDatabaseProblem } from '@/lib/database-error';
import { env } from '@/lib/env';
import { localeOf, requestIdOf } from '@/lib/landing/request';

// next-auth then takes its own origin from x-forwarded-host, which middleware.ts writes.
process.env.AUTH_TRUST_HOST = 'true';

type Context = { params: Promise<{ nextauth: string[] }> };

/** What the dashboard uses of next-auth; its own pages, and the rest, are not there. */
const used = { GET: ['csrf'], POST: ['callback/credentials', 'signout'] };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { headers, method } = request;
  const action = (await context.params).nextauth.join('/');
  const admission = admit(headers, env());
  if (!admission || !used[method as 'GET' | 'POST'].includes(action))
    return new Response(null, { status: 404 });
  const refusal = refusedForOrigin(method, headers, admission);
  if (refusal) return refusal;
  const failures: unknown[] = [];
  const options = authOptions(
    {
      admission,
      requestId: requestIdOf(headers, env().proxySecret),
      userAgent: headers.get('user-agent'),
      token: request.cookies.get(cookieName(admission.origin, 'session'))?.value,
    },
    (error) => failures.push(error),
  );
  const response: Response = await NextAuth(request, context, options);
  return failures.length === 0 ? response : unavailable(failures[0], headers);
}

/** The database did not take it. The cookie stays, since the session does. */
function unavailable(error: unknown, headers: Headers): Response {
  const problem = findDatabaseProblem(error);
  if (!problem) throw error;
  return Response.json({ message: databaseProblemText(problem, localeOf(headers)) }, { status: 503 });
}

export { handle as GET, handle as POST };
