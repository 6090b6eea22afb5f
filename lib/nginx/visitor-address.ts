// Whose address decides: the part of Nginx's configuration that finds it. Pure, as render.ts is.

import { formatRange, parseRange } from '@/lib/routing/range';
import type { NginxModel } from './model';
import { NginxTextError } from './quote';
import { block, lines } from './text';

/**
 * `$sluice_visitor`: the address that decides, or nothing, which the portal denies.
 *
 * Behind trusted proxies Nginx's realip module walks X-Forwarded-For from the right to the first address that is not
 * a trusted proxy. It was written to be helpful rather than strict, so two things are checked afterwards:
 *
 * - Where it finds no such address (the header is missing, empty, or not an address at the decisive place), it keeps
 *   the proxy's own. A proxy is not a visitor, so an address that is still one of theirs is nobody's. The same
 *   holds for a visitor who comes straight from a proxy's machine, and for anyone where TRUSTED_PROXIES names whole
 *   networks with visitors in them; that is the safe side, since those could write any header they liked.
 * - It reads `010.0.0.5`, `1..2.3` and `1.2.3.` as 10.0.0.5, 1.0.2.3 and 1.2.3.0. So the address it came to has to
 *   stand in the header in just that spelling; ports and brackets, which some proxies add, may surround it. IPv6 may be
 *   spelled freely (its groups are read strictly), but a dotted part in it may not be.
 */
export function visitorAddress({ trustedProxies }: NginxModel): string {
  // Without trusted proxies the peer is the visitor, whatever it says about itself.
  if (trustedProxies.length === 0) return block('map $remote_addr $sluice_visitor', 'default $remote_addr;');
  const blocks = [...new Set(trustedProxies.map(cidr))];
  const isProxy = (variable: string, name: string) =>
    block(`geo ${variable} ${name}`, lines('default 0;', ...blocks.map((entry) => `${entry} 1;`)));
  return lines(
    '# The visitor is the first from the right in X-Forwarded-For who is not one of these.',
    ...blocks.map((entry) => `set_real_ip_from ${entry};`),
    'real_ip_header X-Forwarded-For;',
    'real_ip_recursive on;',
    isProxy('$realip_remote_addr', '$sluice_peer_is_proxy'),
    isProxy('$remote_addr', '$sluice_address_is_proxy'),
    '# Nginx reads 010.0.0.5 and 1..2.3 as addresses. What it made of the header has to stand there in that spelling.',
    block(
      'map "$remote_addr,$http_x_forwarded_for" $sluice_spelling',
      lines(
        'default odd;',
        '"~^([0-9.]+),(.*[, ])?\\1(:[0-9]+)?([, ]|$)" plain;',
        '"~*^(::ffff:[0-9.]+),(.*[, ])?(\\1|\\[\\1\\](:[0-9]+)?)([, ]|$)" plain;',
        '"~^[0-9a-f:]+,(?!.*:[0-9]*\\.)" plain;',
      ),
    ),
    '# A proxy is never taken for the visitor: where only proxies are left, nobody is known.',
    block(
      'map "$sluice_peer_is_proxy$sluice_address_is_proxy$sluice_spelling" $sluice_visitor',
      lines('default "";', '"~^00" $remote_addr;', '10plain $remote_addr;'),
    ),
  );
}

function cidr(text: string): string {
  const result = parseRange(text);
  if (!result.ok || text.includes('-')) throw new NginxTextError(text, 'RANGE');
  return formatRange(result.range);
}
