// One request to next-auth, outside of Next: no headers and cookies of a request that is under way, and no response to write to.

import type { NextApiRequest, NextApiResponse } from 'next';
import type { Admission } from '../admin-gate';
import { NextAuth } from './next-auth';
import { authOptions } from './next-auth-options';
import { cookieName } from './session-cookie';

export type AuthRequest = {
  readonly admission: Admission;
  readonly method: 'GET' | 'POST';
  /** Below /api/auth/. */
  readonly action: string;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly userAgent: string | null;
};

export type AuthResponse = {
  readonly status: number;
  readonly headers: [name: string, value: string][];
  readonly body: string;
};

// next-auth then takes its own origin from x-forwarded-host.
process.env.AUTH_TRUST_HOST = 'true';

/** What next-auth answers. Rejects with what went wrong in signing in or out. */
export async function answerAuthRequest(request: AuthRequest): Promise<AuthResponse> {
  const { admission, requestId, userAgent, cookies } = request;
  const token = cookies[cookieName(admission.origin, 'session')];
  const failures: unknown[] = [];
  const options = authOptions({ admission, requestId, userAgent, token }, (error) => failures.push(error));
  const response = new CollectedResponse();
  await NextAuth(asApiRequest(request), response as unknown as NextApiResponse, options);
  if (failures.length > 0) throw failures[0];
  return response.collected();
}

function asApiRequest({ admission, method, action, cookies, body }: AuthRequest): NextApiRequest {
  const { host, protocol } = new URL(admission.origin);
  const headers = { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) };
  const query = { nextauth: action.split('/') };
  return { method, query, cookies, body, headers } as unknown as NextApiRequest;
}

/** As much of Next's response as next-auth writes to. */
class CollectedResponse {
  private code = 200;
  private body = '';
  private readonly headers = new Map<string, string | string[]>();

  status(code: number): this {
    this.code = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  json(body: unknown): void {
    this.setHeader('Content-Type', 'application/json');
    this.body = JSON.stringify(body);
  }

  send(body: unknown): void {
    if (typeof body === 'string') this.body = body;
    else this.json(body ?? null);
  }

  end(): void {}

  collected(): AuthResponse {
    const headers = [...this.headers].flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    return { status: this.code, headers, body: this.body };
  }
}
