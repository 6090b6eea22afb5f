/** @type {import('next').NextConfig} */
export default {
  // Nginx does both of these in front of the portal.
  compress: false,
  poweredByHeader: false,
  // `/go/<slug>/` is answered by the landing itself, not by a cached permanent redirect.
  skipTrailingSlashRedirect: true,
  // No page optimises images; the endpoint that could is closed in middleware.ts.
  images: { unoptimized: true },
  experimental: {
    // forbidden(): the 403 page.
    authInterrupts: true,
  },
  serverExternalPackages: [
    '@node-rs/argon2',
    'better-sqlite3',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    '@prisma/client',
    'pg',
  ],
  // Types are checked by `npm test`; a build on the operator's machine need not repeat it.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: import.meta.dirname,
    // `import css from './x.css?inline'`: the landing's stylesheet, for the pages that middleware.ts answers with.
    rules: {
      '*.css': {
        condition: { query: '?inline' },
        loaders: ['./app/(landing)/css-text-loader.mjs'],
        type: 'text',
      },
    },
  },
};
