// Rules for nftables, as text, from a model. Pure: the same model gives the same text, byte for byte.

import { createHash } from 'node:crypto';
import { formatRange, parseRange } from '@/lib/routing/range';
import type { FirewallModel, FirewallPort } from './model';

/** A text or number that no rule can hold. */
export class FirewallTextError extends Error {
  override name = 'FirewallTextError';
}

/** The table that is ours; no other is touched. */
export const TABLE = 'sluice';

/**
 * A file for `nft -f`. Loading it replaces the table that an earlier one made, in one transaction, and leaves every other
 * table alone. Only Sluice's own ports are spoken of, so SSH and everything else stay as they are. Throws
 * FirewallTextError where the model holds a port or a network that is none.
 *
 * @example renderFirewall(firewallModel(env(), apps))
 */
export function renderFirewall(model: FirewallModel): string {
  const body = table(model, '');
  return file(table(model, createHash('sha256').update(body).digest('hex').slice(0, 16)));
}

/**
 * The mark that the loaded table carries: another model has another mark.
 *
 * @example renderedMark(text) // '3f2a9c01d4e5b678'
 */
export function renderedMark(text: string): string {
  const match = /comment "sluice ([0-9a-f]{16})"/.exec(text);
  if (!match) throw new Error('not rules of renderFirewall');
  return match[1]!;
}

const file = (rules: string) => `#!/usr/sbin/nft -f
# Written by Sluice; changes made here are lost. Print it anew with \`sluice firewall render\` when apps or ports change.

# The table is made so that it can be deleted, and made again: all in one transaction.
table inet ${TABLE}
delete table inet ${TABLE}

${rules}`;

function table(model: FirewallModel, mark: string): string {
  const { open, unguarded, closed, visitors } = model;
  const networks = visitors.map((text) => network(text));
  const sets = [
    set('closed', 'inet_service', ports(closed), 'For this machine alone.', purposes(closed)),
    set('open', 'inet_service', ports(open), 'Where Nginx listens.', purposes(open)),
    unguarded.length > 0 &&
      set(
        'unguarded',
        'inet_service',
        ports(unguarded),
        'WARNING: these apps are not guarded: whoever reaches the port is in.',
        purposes(unguarded),
      ),
    ...(networks.length > 0
      ? [
          set('visitors4', 'ipv4_addr', of(networks, 4), 'Who reaches Nginx.', undefined, true),
          set('visitors6', 'ipv6_addr', of(networks, 6), undefined, undefined, true),
        ]
      : []),
  ];
  const rules = [
    `iifname "lo" accept comment "sluice ${mark}"`,
    'tcp dport @closed counter drop',
    ...['open', ...(unguarded.length > 0 ? ['unguarded'] : [])].flatMap((name) =>
      networks.length > 0
        ? [
            `tcp dport @${name} ip saddr @visitors4 accept`,
            `tcp dport @${name} ip6 saddr @visitors6 accept`,
            `tcp dport @${name} counter drop`,
          ]
        : [`tcp dport @${name} accept`],
    ),
  ];
  return `table inet ${TABLE} {
${sets.filter(Boolean).join('\n\n')}

  chain input {
    type filter hook input priority filter - 10; policy accept;
${rules.map((rule) => `    ${rule}`).join('\n')}
  }
}
`;
}

function set(
  name: string,
  type: string,
  elements: readonly string[],
  comment?: string,
  details?: string,
  intervals = false,
): string {
  const lines = [
    comment && `# ${comment}`,
    details && `# ${details}`,
    `set ${name} {`,
    `  type ${type}`,
    intervals && '  flags interval',
    intervals && '  auto-merge',
    elements.length > 0 && `  elements = { ${elements.join(', ')} }`,
    '}',
  ];
  return lines
    .filter(Boolean)
    .map((line) => `  ${line}`)
    .join('\n');
}

const ports = (list: readonly FirewallPort[]) => sorted(list).map(({ port }) => String(checked(port)));

/** Slugs and our own words hold nothing that could end a comment; anything else would be shown as a space. */
const purposes = (list: readonly FirewallPort[]) =>
  sorted(list)
    .map(({ port, purpose }) => `${port} ${purpose.replace(/[^\x20-\x7e]+/g, ' ')}`)
    .join(', ');

const sorted = (list: readonly FirewallPort[]) => [...list].sort((a, b) => a.port - b.port);

function checked(port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new FirewallTextError(`${port} is not a port`);
  return port;
}

type Network = { family: 4 | 6; text: string };

function network(text: string): Network {
  const result = parseRange(text);
  if (!result.ok) throw new FirewallTextError(`${JSON.stringify(text)} is neither an address nor a network`);
  return { family: result.range.first.family, text: formatRange(result.range) };
}

const of = (networks: readonly Network[], family: 4 | 6) =>
  networks.filter((entry) => entry.family === family).map((entry) => entry.text);
