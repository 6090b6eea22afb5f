import { isLocale } from '@/lib/i18n';
import { LOCALE_COOKIE } from '@/lib/landing/request';
import { ownPath } from '@/lib/own-path';

/** Remembers the visitor's language and leads back to where they were. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ locale: string }> },
): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response('Not found\n', { status: 404 });
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  const headers = new Headers({
    Location: ownPath(new URL(request.url).searchParams.get('from')),
    'Set-Cookie': `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure}`,
    'Cache-Control': 'no-store',
  });
  return new Response(null, { status: 303, headers });
}
