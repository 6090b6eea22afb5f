// The browser's side of signing in and out, by next-auth's endpoints.

export type SignInAnswer =
  | { status: 'signedIn' }
  | { status: 'wrong' }
  | { status: 'busy' }
  | { status: 'locked'; seconds: number }
  /** The portal or its database does not answer as it should. */
  | { status: 'failed' };

export async function requestSignIn(email: string, password: string): Promise<SignInAnswer> {
  const { ok, error } = await post('callback/credentials', { email, password });
  if (ok) return { status: 'signedIn' };
  const seconds = /^locked (\d+)$/.exec(error)?.[1];
  if (seconds) return { status: 'locked', seconds: Number(seconds) };
  return { status: error === 'wrong' || error === 'busy' ? error : 'failed' };
}

/** Whether the session has ended. */
export async function requestSignOut(): Promise<boolean> {
  return (await post('signout', {})).ok;
}

/** Posts with next-auth's CSRF token, which it would answer the lack of with its own pages. */
async function post(path: string, fields: Record<string, string>): Promise<{ ok: boolean; error: string }> {
  try {
    const csrf = await fetch('/api/auth/csrf', { cache: 'no-store' });
    if (isBusy(csrf)) return { ok: false, error: 'busy' };
    const { csrfToken } = await csrf.json();
    const body = new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/admin', json: 'true' });
    const response = await fetch(`/api/auth/${path}`, { method: 'POST', body });
    if (isBusy(response)) return { ok: false, error: 'busy' };
    const url = new URL(((await response.json()) as { url: string }).url);
    const ok = response.ok && !url.pathname.startsWith('/api/auth/');
    return { ok, error: url.searchParams.get('error') ?? '' };
  } catch {
    // Offline, or an answer that is not next-auth's: what the person can do about it is the same.
    return { ok: false, error: '' };
  }
}

/** Too many wait for their turn (see middleware.ts). */
const isBusy = ({ status, headers }: Response) => status === 503 && headers.has('Retry-After');
