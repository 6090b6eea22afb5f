// A backup as a file: a line with the checksum of all that follows, a line with the manifest, and the database. `head -n 2` shows
// what it is, and `tail -n +3` gets the database out without Sluice: SQLite's file through gunzip, PostgreSQL's for pg_restore.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { BackupError } from './backup-error';

const FORMAT = 1;
const beginning = (checksum: string) => `sluice-backup ${FORMAT} sha256 ${checksum}\n`;
const NO_CHECKSUM = '0'.repeat(64);
/** More than any manifest takes. */
const HEAD_BYTES = 1024 * 1024;

const manifestSchema = z.object({
  /** Sluice's version that made it. */
  version: z.string(),
  provider: z.enum(['sqlite', 'postgresql']),
  createdAt: z.iso.datetime(),
  /** Names of the migrations that the database has, in order. */
  migrations: z.array(z.string()),
  /** Revision of the rules; null where the database has none yet. */
  revision: z.number().nullable(),
  /** PostgreSQL's schema; null for SQLite. */
  schema: z.string().nullable(),
  /** Rows of each table. */
  rows: z.record(z.string(), z.number()),
});

export type BackupManifest = z.output<typeof manifestSchema>;

/** Writes a backup of the database file or dump at `database` to `path`, which must not exist, and has it on disk when it resolves. */
export async function writeBackupFile(
  path: string,
  manifest: BackupManifest,
  database: string,
): Promise<{ size: number; checksum: string }> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const write = async (chunk: Uint8Array) => {
      hash.update(chunk);
      await file.writeFile(chunk);
    };
    await file.writeFile(beginning(NO_CHECKSUM));
    await write(Buffer.from(`${JSON.stringify(manifest)}\n`));
    const collect = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await write(chunk);
    };
    const source = createReadStream(database);
    // pg_dump compresses by itself.
    if (manifest.provider === 'sqlite') await pipeline(source, createGzip({ level: 6 }), collect);
    else await pipeline(source, collect);
    const checksum = hash.digest('hex');
    await file.write(beginning(checksum), 0);
    await file.sync();
    return { size: (await file.stat()).size, checksum };
  } finally {
    await file.close();
  }
}

/** The manifest of a backup whose checksum is right. Throws a BackupError for a file that is no backup, a newer one, or a damaged one. */
export async function readBackupFile(path: string): Promise<BackupManifest> {
  const { body, checksum, manifest } = await readHead(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { start: body }), hash);
  if (hash.digest('hex') !== checksum) throw new BackupError('DAMAGED', { file: path });
  const parsed = manifestSchema.safeParse(parseJson(manifest));
  if (!parsed.success) throw new BackupError('DAMAGED', { file: path });
  return parsed.data;
}

/** Puts the database that is in a backup into a new file. Its checksum has been looked at by `readBackupFile`. */
export async function extractDatabase(path: string, to: string): Promise<void> {
  const { body, manifest } = await readHead(path);
  const { provider } = manifestSchema.parse(parseJson(manifest));
  const source = createReadStream(path, { start: body + Buffer.byteLength(manifest) + 1 });
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
  try {
    if (provider === 'sqlite') await pipeline(source, createGunzip(), target);
    else await pipeline(source, target);
  } catch (error) {
    await rm(to, { force: true });
    if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) {
      throw new BackupError('DAMAGED', { file: path });
    }
    throw error;
  }
}

async function readHead(path: string): Promise<{ body: number; checksum: string; manifest: string }> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupError('NOT_FOUND', { file: path, detail: error.message });
  });
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0).catch((error: NodeJS.ErrnoException) => {
      throw new BackupError('NOT_FOUND', { file: path, detail: error.message });
    });
    const text = head.toString('utf8', 0, bytesRead);
    const [first = '', manifest = ''] = text.split('\n', 2);
    const [, format, checksum] = /^sluice-backup (\d+)(?: sha256 ([0-9a-f]{64}))?/.exec(first) ?? [];
    if (!format) throw new BackupError('NOT_A_BACKUP', { file: path });
    if (Number(format) > FORMAT) throw new BackupError('NEWER_FORMAT', { file: path });
    if (!checksum) throw new BackupError('DAMAGED', { file: path });
    return { body: Buffer.byteLength(first) + 1, checksum, manifest };
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
