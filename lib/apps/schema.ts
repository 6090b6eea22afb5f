// What an app may be. The one definition for the rules file and the dashboard's forms.

import { z } from 'zod';
import { instant } from '../instant';
import { formatAddress, parseAddress } from '../routing/address';
import { flag, isHostName, requiredText, shown, text } from '../rule-fields';

const slug = z
  .string('SLUG')
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'SLUG')
  .meta({
    description: 'Short name in addresses (/go/<slug>): lower-case letters, digits and hyphens.',
    examples: ['sales'],
  });

const port = z
  .int('PORT')
  .min(1, { error: 'PORT', abort: true })
  .max(65535, 'PORT')
  .meta({ description: 'The public port: the one a visitor’s browser is sent to.', examples: [8501] });

/** A host name in lower case or an address in its canonical spelling, IPv6 without brackets; undefined for anything else. */
function canonicalHost(given: string): string | undefined {
  const result = parseAddress(given);
  if (result.ok) return formatAddress(result.address);
  return isHostName(given) ? given.toLowerCase() : undefined;
}

const host = z
  .string('HOST')
  .transform((given, context) => {
    const canonical = canonicalHost(given.trim());
    if (canonical !== undefined) return canonical;
    const suggestion =
      canonicalHost(
        given
          .trim()
          .replace(/^[a-z]+:\/\//i, '')
          .replace(/[/:].*$/, ''),
      ) ?? '';
    context.addIssue({ code: 'custom', message: 'HOST', params: { value: shown(given), suggestion } });
    return z.NEVER;
  })
  .meta({
    description: 'Another server’s host name or address; left out: the host that the visitor came by.',
    examples: ['apps.example.com'],
  });

const upstream = z
  .string('UPSTREAM')
  .transform((given, context) => {
    const [, name = '', digits = ''] = /^(.+):([1-9]\d{0,4})$/.exec(given.trim()) ?? [];
    const bracketed = /^\[(.*)\]$/.exec(name)?.[1];
    const canonical = canonicalHost(bracketed ?? name);
    const isPlain =
      canonical !== undefined && name.includes(':') === (bracketed !== undefined) && Number(digits) <= 65535;
    if (isPlain) return canonical.includes(':') ? `[${canonical}]:${digits}` : `${canonical}:${digits}`;
    context.addIssue({ code: 'custom', message: 'UPSTREAM', params: { value: shown(given) } });
    return z.NEVER;
  })
  .meta({
    description: 'Where the app itself listens, as host:port, when that is not its public port.',
    examples: ['127.0.0.1:18501', '[::1]:18501'],
  });

// What RFC 3986 allows in a path. Percent-encoded control characters, dots, slashes and backslashes are refused: what
// they mean depends on who decodes them first.
const pathCharacters =
  /^\/(?!\/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%(?!0|1|2[efEF]|5[cC]|7[fF])[0-9A-Fa-f]{2})*$/;

const path = z
  .string('PATH')
  .max(500, { error: 'TOO_LONG', abort: true })
  .regex(pathCharacters, { error: 'PATH', abort: true })
  .refine(
    (given) => !given.includes('//') && !given.split('/').some((part) => part === '..' || part === '.'),
    'PATH',
  )
  .meta({ description: 'Path of the app’s first page.', examples: ['/', '/reports'] });

export const appSchema = z
  .strictObject(
    {
      slug,
      name: requiredText(100).meta({ description: 'What visitors read on the app’s card.' }),
      description: text(300).default('').meta({ description: 'One sentence below the name.' }),
      port,
      scheme: z.enum(['http', 'https'], 'SCHEME').optional().meta({ description: 'http when left out.' }),
      host: host.optional(),
      path: path.default('/'),
      upstream: upstream.optional(),
      guarded: flag
        .default(true)
        .meta({ description: 'Whether Nginx asks the guard before it lets anyone in at the port.' }),
      enabled: flag.default(true).meta({ description: 'A disabled app is granted to nobody.' }),
      maintenance: flag
        .default(false)
        .meta({ description: 'Whether visitors get a page that says so instead of the app.' }),
      maintenanceMessage: text(300)
        .default('')
        .meta({ description: 'What that page tells them, in a sentence or two.' }),
      maintenanceUntil: instant
        .optional()
        .meta({ description: 'When maintenance is over by itself; with its offset from UTC.' }),
      note: text(1000).default('').meta({ description: 'For administrators; visitors do not see it.' }),
    },
    'OBJECT',
  )
  .transform((app) => ({
    ...app,
    scheme: app.scheme ?? null,
    host: app.host ?? null,
    upstream: app.upstream ?? null,
    maintenanceUntil: app.maintenanceUntil ?? null,
  }));

export const appFields = Object.keys(appSchema.in.shape);

/** An app as the rules say it: all that the database holds but its id and times. */
export type AppRule = z.output<typeof appSchema>;

export type ReservedPorts = { HTTP_PORT: number; PORTAL_PORT: number; GUARD_PORT: number };

/** The variable whose port an app on this server's own host would take, or undefined. */
export function reservedPort(
  app: Pick<AppRule, 'host' | 'port'>,
  reserved: ReservedPorts,
): keyof ReservedPorts | undefined {
  if (app.host !== null) return undefined;
  return (Object.keys(reserved) as (keyof ReservedPorts)[]).find((name) => reserved[name] === app.port);
}

/** Two apps with the same value would answer at the same place. */
export function publicPlace(app: Pick<AppRule, 'host' | 'port'>): string {
  return `${app.host ?? ''} ${app.port}`;
}
