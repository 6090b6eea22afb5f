import { isGuarded } from '@/lib/apps/upstreams';
import type { RuleApp } from '@/lib/routing/rules';
import { urlHost } from './public-hosts';

/**
 * Where an app is: scheme, host, port and path from the App, the public host where it names none. Nothing in it comes from
 * the request but which of the allowed hosts it is. A guarded app's port is Nginx's: with TLS it speaks nothing else.
 *
 * @example targetOf(sales, 'apps.example.com', false) // 'http://apps.example.com:8501/'
 */
export function targetOf(app: RuleApp, publicHost: string, isTlsOn: boolean): string {
  const scheme = isTlsOn && isGuarded(app) ? 'https' : (app.scheme ?? 'http');
  const isDefaultPort = app.port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${urlHost(app.host ?? publicHost)}${isDefaultPort ? '' : `:${app.port}`}${app.path}`;
}
