// What an app may be. The one definition for the rules file and the dashboard's forms.

import { z } from 'zod';
import { instant } from '../instant';
import { formatAddress, parseAddress } from '../routing/address';
import { flag, isHostName, requiredText, shown, text } from '../rule-fields';
import { UPSTREAM_OFFSET } from './upstreams';

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

/** A place as host:port in one spelling; undefined for anything else. */
function canonicalPlace(given: string): string | undefined {
  const [, name = '', digits = ''] = /^(.+):([1-9]\d{0,4})$/.exec(given.trim()) ?? [];
  const bracketed = /^\[(.*)\]$/.exec(name)?.[1];
  const canonical = canonicalHost(bracketed ?? name);
  const isPlain =
    canonical !== undefined && name.includes(':') === (bracketed !== undefined) && Number(digits) <= 65535;
  if (!isPlain) return undefined;
  return canonical.includes(':') ? `[${canonical}]:${digits}` : `${canonical}:${digits}`;
}

const MOST_UPSTREAMS = 16;

/** One text, whichever way it was written: the places with commas between them. */
const upstream = z
  .union([z.string(), z.array(z.string())], 'UPSTREAM')
  .transform((given, context) => {
    const places = typeof given === 'string' ? given.split(',') : given;
    const report = (message: string, params: Record<string, string | number>) =>
      context.addIssue({ code: 'custom', message, params });
    const canonical = places.map((place) => {
      const one = canonicalPlace(place);
      if (one === undefined) report('UPSTREAM', { value: shown(place.trim()) });
      return one;
    });
    const twice = canonical.find((place, i) => place !== undefined && canonical.indexOf(place) < i);
    if (twice !== undefined) report('UPSTREAM_TWICE', { value: twice });
    if (places.length > MOST_UPSTREAMS) report('UPSTREAM_MANY', { maximum: MOST_UPSTREAMS });
    if (places.length === 0) report('UPSTREAM', { value: '' });
    return canonical.join(', ');
  })
  .meta({
    description:
      'Where the app itself listens, as host:port; several copies as a list or with commas. Left out: 127.0.0.1, 10000 above the public port, where the app is guarded.',
    examples: ['127.0.0.1:18501', '127.0.0.1:18501, 127.0.0.1:18511', '[::1]:18501'],
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
      healthPath: path.optional().meta({
        description:
          'Where an app that is no Streamlit says that it is well, by any answer of 2xx or 3xx. Left out: /_stcore/health, which has to say ok.',
        examples: ['/healthz'],
      }),
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
  .superRefine((app, context) => {
    const listens = app.port + UPSTREAM_OFFSET;
    if (listens <= 65535 || app.upstream !== undefined || !app.guarded || app.host !== undefined) return;
    const params = { port: String(app.port), place: `127.0.0.1:${app.port - UPSTREAM_OFFSET}` };
    context.addIssue({ code: 'custom', message: 'UPSTREAM_NEEDED', path: ['upstream'], params });
  })
  .transform((app) => ({
    ...app,
    scheme: app.scheme ?? null,
    host: app.host ?? null,
    upstream: app.upstream ?? null,
    healthPath: app.healthPath ?? null,
    maintenanceUntil: app.maintenanceUntil ?? null,
  }));

export const appFields = Object.keys(appSchema.in.shape);

/** An app as the rules say it: all that the database holds but its id and times. */
export type AppRule = z.output<typeof appSchema>;

export type ReservedPorts = Readonly<
  Record<'HTTP_PORT' | 'HTTPS_PORT' | 'PORTAL_PORT' | 'GUARD_PORT', number>
>;

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
