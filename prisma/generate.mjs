// Makes the Prisma clients of both databases from the one schema file.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The schema text for PostgreSQL, derived from the SQLite one. */
export function postgresqlSchema(schema) {
  return schema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('../lib/generated/sqlite', '../../lib/generated/postgresql');
}

export function generateClients() {
  const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');
  mkdirSync(join(root, 'prisma/generated'), { recursive: true });
  const derived = join(root, 'prisma/generated/postgresql.prisma');
  writeFileSync(derived, postgresqlSchema(schema));
  for (const file of [join(root, 'prisma/schema.prisma'), derived]) {
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', file],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        // Generating needs no engine binary, but the command insists on one; any executable will do. Without this it
        // would try a download.
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
        },
      },
    );
  }
}

if (process.argv[1] === import.meta.filename) generateClients();
