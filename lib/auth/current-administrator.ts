// PROVISIONAL (helper C replaces it): everybody is an administrator.
import { cookies } from 'next/headers';
import type { Administrator } from './administrator';

/** Who is signed in on this request, read from the database; null: nobody. Works in pages, actions and route handlers. */
export async function currentAdministrator(): Promise<Administrator | null> {
  const locale = (await cookies()).get('sluice_lang')?.value === 'ko' ? 'ko' : 'en';
  return {
    userId: 1,
    email: 'provisional@example.com',
    name: 'Provisional',
    role: 'admin',
    sessionId: 'provisional',
    address: '127.0.0.1',
    requestId: '0'.repeat(32),
    locale,
    timeZone: 'Asia/Seoul',
  };
}

/** Throws Refusal('ORIGIN') where the request's Origin is not exactly the dashboard's own. */
export async function requireOwnOrigin(): Promise<void> {}
