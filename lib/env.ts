// The environment, read once. Everything that is configured from outside is a field of `Env` and nothing else reads
// process.env.

import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { formatRange, parseRange } from './routing/range';

/** The project's folder: relative paths in variables start here, whatever folder a command is called from. */
export const homeDir = process.env.SLUICE_HOME ?? process.cwd();

const port = (fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'a port: a whole number from 1 to 65535')
    .transform(Number)
    .refine((value) => value <= 65535, 'a port: a whole number from 1 to 65535')
    .prefault(String(fallback));

/** The demo's apps take three ports from here on, and listen 10,000 above them. */
const demoPortBase = z
  .string()
  .regex(/^\d{4,5}$/, 'a port from 1024 to 55533')
  .transform(Number)
  .refine((value) => value >= 1024 && value <= 55533, 'a port from 1024 to 55533')
  .optional();

const list = z
  .string()
  .prefault('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  );

const secret = (name: string) =>
  z
    .string({ error: `a secret of 32 characters or more; \`npm run setup\` writes one to .env as ${name}` })
    .min(32, 'a secret of 32 characters or more')
    .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _ only');

/** A host name (RFC 1123) or a plain address; an IPv6 address may stand in brackets. */
const hostName =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;

const publicHosts = list.transform((hosts, context) =>
  hosts.map((host) => {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const range = parseRange(bare);
    const isAddress = range.ok && !bare.includes('/') && !bare.includes('-');
    if (isAddress) return formatRange(range.range);
    if (!hostName.test(bare) || /^[\d.]+$/.test(bare)) {
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(host)} is neither a host name nor an address (write it without scheme or port)`,
      });
    }
    return bare.toLowerCase().replace(/\.$/, '');
  }),
);

const trustedProxies = list.transform((entries, context) =>
  entries.map((entry) => {
    const result = parseRange(entry);
    if (result.ok && !entry.includes('-')) return formatRange(result.range);
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(entry)} is neither an address nor a CIDR block${
        !result.ok && result.problem.suggestions.length > 0
          ? `; did you mean ${result.problem.suggestions.join(' or ')}?`
          : ''
      }`,
    });
    return entry;
  }),
);

const adminHost = publicHosts.transform((hosts, context) => {
  if (hosts.length > 1) context.addIssue({ code: 'custom', message: 'one host name only' });
  return hosts[0];
});

const networks = list.transform((entries, context) =>
  entries.map((entry) => {
    const result = parseRange(entry);
    if (result.ok) return formatRange(result.range);
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(entry)} is neither an address nor a network (CIDR block or first-last)${
        result.problem.suggestions.length > 0
          ? `; did you mean ${result.problem.suggestions.join(' or ')}?`
          : ''
      }`,
    });
    return entry;
  }),
);

/** As browsers write an Origin: scheme, host, and the port where it is not the scheme's own. */
const origin = z
  .string()
  .prefault('')
  .transform((text, context) => {
    if (text === '') return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && !url.hash;
    if (url && isPlain) return url.origin;
    context.addIssue({
      code: 'custom',
      message: 'scheme, host and port only, like https://sluice.example.com',
    });
    return undefined;
  });

const fromHome = (path: string) => (isAbsolute(path) ? path : resolve(homeDir, path));

const optionalPath = z
  .string()
  .prefault('')
  .transform((path) => (path === '' ? undefined : fromHome(path)));

const hsts = z
  .string()
  .regex(/^\d{1,9}$/, 'seconds: 0 switches it off, 31536000 is a year')
  .transform(Number)
  .prefault('0');

const portalUpstreams = list.transform((entries, context) =>
  entries.map((entry) => {
    const [, host = '', digits = ''] = /^(.+):([1-9]\d{0,4})$/.exec(entry) ?? [];
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const range = parseRange(bare);
    const isAddress = range.ok && !/[/-]/.test(bare);
    if ((isAddress || (hostName.test(bare) && !/^[\d.]+$/.test(bare))) && Number(digits) <= 65535)
      return entry;
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(entry)} is not host:port, like 127.0.0.1:8000`,
    });
    return entry;
  }),
);

const variables = z
  .object({
    HTTP_PORT: port(8080),
    HTTPS_PORT: port(8443),
    PORTAL_PORT: port(8000),
    GUARD_PORT: port(8001),
    PORTAL_UPSTREAMS: portalUpstreams,
    DEMO_PORT_BASE: demoPortBase,
    DATA_DIR: z.string().prefault('./data').transform(fromHome),
    DATABASE_URL: z
      .string()
      .regex(
        /^(file:.+|postgres(ql)?:\/\/.+)$/,
        'file:PATH for SQLite, or postgresql://USER:PASSWORD@HOST/NAME',
      )
      .optional(),
    PUBLIC_HOSTS: publicHosts,
    TRUSTED_PROXIES: trustedProxies,
    ADMIN_HOST: adminHost,
    ADMIN_ALLOW: networks,
    ADMIN_ORIGIN: origin,
    TLS_CERTIFICATE: optionalPath,
    TLS_KEY: optionalPath,
    HSTS: hsts,
    ACCESS_LOG: z
      .enum(['required', 'best-effort'], { error: 'required or best-effort' })
      .prefault('required'),
    DEFAULT_LANDING: z.enum(['first', 'choose'], { error: 'first or choose' }).prefault('first'),
    DOCTOR_AT_START: z.enum(['yes', 'no'], { error: 'yes or no' }).prefault('yes'),
    SUPPORT_CONTACT: z.string().max(200, '200 characters at most').prefault(''),
    PROXY_SECRET: secret('PROXY_SECRET'),
    AUTH_SECRET: secret('AUTH_SECRET'),
  })
  .superRefine((values, context) => {
    const ports = ['HTTP_PORT', 'HTTPS_PORT', 'PORTAL_PORT', 'GUARD_PORT'] as const;
    ports.forEach((name, i) => {
      const other = ports.slice(0, i).find((earlier) => values[earlier] === values[name]);
      if (other) context.addIssue({ code: 'custom', path: [name], message: `the same port as ${other}` });
    });
    if (Boolean(values.TLS_CERTIFICATE) !== Boolean(values.TLS_KEY)) {
      const missing = values.TLS_CERTIFICATE ? 'TLS_KEY' : 'TLS_CERTIFICATE';
      context.addIssue({ code: 'custom', path: [missing], message: 'certificate and key belong together' });
    }
    const { ADMIN_HOST: host, ADMIN_ORIGIN: given } = values;
    if (host && given && hostOfOrigin(given) !== host) {
      const message = `its host has to be that of ADMIN_HOST, ${host}`;
      context.addIssue({ code: 'custom', path: ['ADMIN_ORIGIN'], message });
    }
  })
  .transform((values) => ({
    httpPort: values.HTTP_PORT,
    /** Where Nginx speaks TLS, once there is a certificate. */
    httpsPort: values.HTTPS_PORT,
    portalPort: values.PORTAL_PORT,
    guardPort: values.GUARD_PORT,
    /** Where portals listen, host:port each; the supervisor's own alone where none is named. */
    portalUpstreams:
      values.PORTAL_UPSTREAMS.length > 0 ? values.PORTAL_UPSTREAMS : [`127.0.0.1:${values.PORTAL_PORT}`],
    /** Port of the demo's first app; undefined: as examples/rules.yaml has it. */
    demoPortBase: values.DEMO_PORT_BASE,
    dataDir: values.DATA_DIR,
    databaseUrl: databaseUrl(values.DATABASE_URL ?? `file:${join(values.DATA_DIR, 'sluice.db')}`),
    /** Host names and addresses that visitors may come by; empty: this machine's own. */
    publicHosts: values.PUBLIC_HOSTS,
    /** Addresses and CIDR blocks of proxies in front of Nginx. */
    trustedProxies: values.TRUSTED_PROXIES,
    /** The host name that the dashboard has to itself; undefined: it is at every host that visitors come by. */
    adminHost: values.ADMIN_HOST,
    /** Addresses and networks that see the dashboard; empty: all. */
    adminAllow: values.ADMIN_ALLOW,
    /** The dashboard's origin as browsers have it; undefined: as Nginx sees it. */
    adminOrigin: values.ADMIN_ORIGIN,
    /** PEM files; undefined: those in DATA_DIR/tls, where there are any. */
    tlsCertificate: values.TLS_CERTIFICATE,
    tlsKey: values.TLS_KEY,
    /** Strict-Transport-Security's max-age in seconds; 0: the header is not sent. */
    hsts: values.HSTS,
    accessLog: values.ACCESS_LOG,
    defaultLanding: values.DEFAULT_LANDING,
    /** Whether a start is followed by a run of the doctor. */
    doctorAtStart: values.DOCTOR_AT_START === 'yes',
    /** Whom a denied visitor may ask: a name, a telephone number, an address. */
    supportContact: values.SUPPORT_CONTACT,
    proxySecret: values.PROXY_SECRET,
    authSecret: values.AUTH_SECRET,
  }));

export type Env = z.output<typeof variables>;

/** The host of an origin, an IPv6 address without its brackets. */
export function hostOfOrigin(origin: string): string {
  return new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A SQLite path is taken from the project's folder, as DATA_DIR is. */
function databaseUrl(url: string): string {
  return url.startsWith('file:') ? `file:${fromHome(url.slice('file:'.length))}` : url;
}

/** All that is wrong with the environment, one line a variable. Values that may be secret are not shown. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/**
 * Reads the variables of `source`; an empty one counts as not set. Throws one EnvError that names every wrong variable.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = variables.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
  throw new EnvError(
    `These environment variables are wrong (set them in .env or in front of the command):\n${lines.join('\n')}`,
  );
}

let current: Env | undefined;

/** This process's environment: `.env` in the project's folder, with variables that are set winning over it. */
export function env(): Env {
  if (!current) {
    try {
      process.loadEnvFile(join(homeDir, '.env'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    current = parseEnv(process.env);
  }
  return current;
}
