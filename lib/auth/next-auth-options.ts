// How next-auth is used: it checks CSRF tokens, runs the sign-in and sets and clears the cookie. What is in the cookie, and
// what that is worth, is decided by lib/auth/sessions.ts.

import type { AuthOptions, User } from 'next-auth';
import type { Admission } from '../admin-gate';
import { env } from '../env';
import { ownPath } from '../own-path';
import { CredentialsProvider } from './next-auth';
import { cookieName, cookieOptions } from './session-cookie';
import { LONGEST } from './sessions';
import { signIn, signOut } from './sign-in';

export type Asker = {
  readonly admission: Admission;
  readonly requestId: string;
  readonly userAgent: string | null;
  /** The value of the session's cookie, if any. */
  readonly token: string | undefined;
};

/**
 * next-auth's options for one request. What goes wrong it takes for a refusal at sign-in and for done at sign-out:
 * `failed` is told, so that it comes out.
 */
export function authOptions(request: Asker, failed: (error: unknown) => void): AuthOptions {
  const { admission, requestId, userAgent, token } = request;
  const { origin, address } = admission;
  const cookie = (name: 'session' | 'csrf' | 'callback') => ({
    name: cookieName(origin, name),
    options: cookieOptions(origin),
  });
  return {
    secret: env().authSecret,
    session: { strategy: 'jwt', maxAge: LONGEST / 1000 },
    useSecureCookies: origin.startsWith('https:'),
    cookies: {
      sessionToken: cookie('session'),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
    },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(given): Promise<User & { token: string }> {
          const { email, password } = given ?? {};
          if (typeof email !== 'string' || typeof password !== 'string') throw new Error('wrong');
          const result = await signIn({
            email,
            password,
            address,
            userAgent,
            requestId,
            token,
          }).catch((error: unknown) => {
            failed(error);
            // next-auth shows the browser what an error says.
            throw new Error('failed');
          });
          if (result.status === 'locked') throw new Error(`locked ${result.seconds}`);
          if (result.status !== 'signedIn') throw new Error(result.status);
          return { id: String(result.userId), email: result.email, token: result.token };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token: session, user }) => ({ ...session, ...user }),
      redirect: ({ url, baseUrl }) =>
        baseUrl + ownPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url),
    },
    // The cookie is the session's token itself, and nothing is read from it: next-auth would join all cookies whose name begins
    // with the session's, and an app on another port can set such ones.
    jwt: {
      encode: async ({ token: session }) => String(session?.token ?? ''),
      decode: async () => ({}),
    },
    events: {
      async signOut() {
        try {
          if (token) await signOut(token, address, requestId);
        } catch (error) {
          failed(error);
        }
      },
    },
  };
}
