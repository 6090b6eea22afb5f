// Prisma Migrate's own engine, as WebAssembly: the same behind a firewall and outside it, where the binary that the
// `prisma migrate` command wants cannot be downloaded.

import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm';
import { adapterFactory, type Provider, providerOf } from './db';
import { homeDir } from './env';

const filters: SchemaFilter = { externalTables: [], externalEnums: [] };

export type MigrationStatus = {
  applied: string[];
  pending: string[];
  /** Started and not finished; the database has to be looked at by a person. */
  failed: string[];
  /** Applied in another text than the one in the release. */
  edited: string[];
  /** Applied by a newer release than this one. */
  unknown: string[];
};

/** A database that this release must not write to. `status` says why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
  constructor(
    readonly status: MigrationStatus,
    message: string,
  ) {
    super(message);
  }
}

let engineModule: Promise<typeof SchemaEngine> | undefined;

/** The package expects a bundler to instantiate its WebAssembly; this does it by hand, once. */
function loadEngine(): Promise<typeof SchemaEngine> {
  engineModule ??= (async () => {
    // Its `exports` name the entry for bundlers only, so these are paths and not package names.
    const folder = join(homeDir, 'node_modules', '@prisma', 'schema-engine-wasm');
    const background = await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href);
    const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': background });
    background.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return background.SchemaEngine;
  })();
  return engineModule;
}

/** Runs `work` with an engine connected to the database. */
export async function withEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const Engine = await loadEngine();
  const factory = adapterFactory(databaseUrl);
  const connections: SqlDriverAdapter[] = [];
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    connections.push(connection);
    return connection;
  };
  const engine = await Engine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    // The engine locks SQLite's file for itself and closes nothing.
    for (const connection of connections) await connection.dispose();
  }
}

export function migrationsDir(provider: Provider): string {
  return join(homeDir, 'prisma', 'migrations', provider);
}

function migrationsList(provider: Provider, until?: string): MigrationList {
  const baseDir = migrationsDir(provider);
  const names = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => until === undefined || name <= until)
    .sort();
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
    shadowDbInitScript: '',
  };
}

async function readStatus(engine: SchemaEngine, list: MigrationList): Promise<MigrationStatus> {
  const all = list.migrationDirectories.map(({ path }) => path);
  const input = { migrationsList: list, optInToShadowDatabase: false, filters };
  const output = await engine.diagnoseMigrationHistory(input).catch((error: Error) => {
    // An empty SQLite file is reported this way; an empty PostgreSQL database as a history with nothing in it.
    if (/`_prisma_migrations` does not exist/.test(error.message)) return undefined;
    throw error;
  });
  if (!output) return { applied: [], pending: all, failed: [], edited: [], unknown: [] };
  const history = output.history;
  const pending = history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [];
  const unknown = history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
  return {
    applied: all.filter((name) => !pending.includes(name) && !output.failedMigrationNames.includes(name)),
    pending,
    failed: output.failedMigrationNames,
    edited: output.editedMigrationNames,
    unknown,
  };
}

/** What has been applied to the database and what has not. Changes nothing but that SQLite's file is created. */
export async function migrationStatus(databaseUrl: string): Promise<MigrationStatus> {
  return withEngine(databaseUrl, (engine) => readStatus(engine, migrationsList(providerOf(databaseUrl))));
}

/**
 * Applies the pending migrations and returns their names. Throws a MigrationError, with nothing applied, where an earlier
 * one failed or was edited, or where the database belongs to a newer release. With `until` it stops after that one: the tests make
 * databases of earlier releases so.
 */
export async function deployMigrations(databaseUrl: string, until?: string): Promise<string[]> {
  const list = migrationsList(providerOf(databaseUrl), until);
  return withEngine(databaseUrl, async (engine) => {
    const status = await readStatus(engine, list);
    const problem = problemOf(status);
    if (problem) throw new MigrationError(status, problem);
    if (status.pending.length === 0) return [];
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters });
    closeToOthers(databaseUrl);
    return appliedMigrationNames;
  });
}

/** A SQLite file holds who came from where, and hashes of passwords: nobody but its owner and group has to read it. */
function closeToOthers(databaseUrl: string): void {
  if (providerOf(databaseUrl) !== 'sqlite') return;
  // Files that SQLite makes beside it later get its mode.
  for (const end of ['', '-wal', '-shm']) {
    const path = databaseUrl.slice('file:'.length) + end;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && stats.uid === process.getuid?.()) chmodSync(path, stats.mode & 0o770);
  }
}

function problemOf({ failed, edited, unknown }: MigrationStatus): string | undefined {
  if (unknown.length > 0) {
    return `The database belongs to a newer version of Sluice (it has ${unknown.join(', ')}). Start that version, or restore a backup made with this one.`;
  }
  if (failed.length > 0) {
    return `The migration ${failed.join(', ')} failed half-way in this database. Restore the backup made before it, then start again.`;
  }
  if (edited.length > 0) {
    return `The migration ${edited.join(', ')} was changed after it had been applied to this database. Put back the files of the release (git checkout prisma/migrations).`;
  }
  return undefined;
}
