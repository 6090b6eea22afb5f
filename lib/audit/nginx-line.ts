// A line of Nginx's access log, and what it says of a request that was refused before anybody recorded it. Pure.

import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { formatAddress, parseAddress } from '@/lib/routing/address';
import { type AccessEvent, accessEventOf } from './access-event';
import { type EventReason, outcomeReasons } from './visit-filter';

export type NginxLine = {
  /** In ms since 1970. */
  readonly at: number;
  /** Hash of the whole line: the same line is the same event, however often it is read. */
  readonly digest: Uint8Array;
  readonly requestId: string;
  readonly address: string | null;
  readonly host: string | null;
  readonly path: string;
  readonly userAgent: string | null;
  readonly status: number;
  /** Whether anything behind Nginx answered. */
  readonly isAnswered: boolean;
  /** The guarded app that was asked for; null for everything else. */
  readonly appId: number | null;
  /** Why the guard refused; empty where it did not. */
  readonly reason: string;
  /** The guard has recorded it itself. */
  readonly isRecorded: boolean;
};

/** No value of a line can contain this: its quotes would be escaped. */
const LINE_START = '{"time":"';

/**
 * Reads a line as the log's format writes it; null where it is damaged. The end of a line that was cut off (a full disk, a
 * killed Nginx) may stand in front of a whole one, which is read.
 *
 * @example readNginxLine('{"time":"2026-11-28T10:00:00.000+00:00","request_id":"4f","status":444}')?.status // 444
 */
export function readNginxLine(text: string): NginxLine | null {
  const fields = fieldsOf(text) ?? fieldsOf(text.slice(Math.max(0, text.lastIndexOf(LINE_START))));
  if (!fields) return null;
  const textOf = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const at = Date.parse(textOf('time'));
  const { status } = fields;
  if (!(at >= 0) || typeof status !== 'number' || textOf('request_id') === '') return null;
  const address = parseAddress(textOf('address'));
  return {
    at,
    digest: createHash('sha256').update(JSON.stringify(fields)).digest(),
    requestId: textOf('request_id'),
    address: address.ok ? formatAddress(address.address) : null,
    host: textOf('host') || null,
    path: textOf('path'),
    userAgent: textOf('user_agent') || null,
    status,
    isAnswered: textOf('upstream_seconds') !== '',
    appId: /^[1-9]\d{0,8}$/.test(textOf('app')) ? Number(textOf('app')) : null,
    reason: /^[A-Z][A-Z_]{0,63}$/.test(textOf('reason')) ? textOf('reason') : '',
    isRecorded: textOf('recorded') !== '',
  };
}

function fieldsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Damaged; the caller counts it.
    return null;
  }
}

/**
 * Why a request was refused that nobody else records; null for all others. What the portal answered is the portal's to record,
 * and a handshake the guard's. A client that gave up or was too slow (408, 499) was not refused anything.
 */
export function refusalReason(line: NginxLine): string | null {
  if (line.isRecorded) return null;
  if (line.appId !== null && line.reason !== '') return line.reason;
  if (line.isAnswered) return null;
  switch (line.status) {
    case 444:
      // What cannot be read as a request has no path, and comes to the server of unknown hosts for want of one.
      return line.path === '' ? 'BAD_REQUEST' : 'UNKNOWN_HOST';
    case 400:
      return 'BAD_REQUEST';
    case 405:
      return 'METHOD_REFUSED';
    case 413:
    case 414:
    case 431:
    case 494:
      return 'TOO_LARGE';
    default:
      return null;
  }
}

/**
 * The event of a refusal; null where the line is none. `slugs`: names of the apps by id. Which range and user decided is not in
 * Nginx's log, so it is not in the event.
 */
export function refusalEvent(line: NginxLine, slugs: ReadonlyMap<number, string>): AccessEvent | null {
  const reason = refusalReason(line);
  if (reason === null) return null;
  const { address, appId, at } = line;
  return accessEventOf(
    {
      id: uuid({ msecs: at, random: line.digest.subarray(0, 16), seq: sequenceOf(line.digest) }),
      address,
      outcome: (outcomeReasons.unavailable as readonly EventReason[]).includes(reason as EventReason)
        ? 'unavailable'
        : 'deny',
      reason,
      ...{ rangeId: null, rangeLabel: null, userId: null, userEmail: null, target: null },
      appId,
      appSlug: appId === null ? null : (slugs.get(appId) ?? null),
    },
    line,
  );
}

/** The 32 bits that a UUIDv7 has between its time and its random part. */
const sequenceOf = (digest: Uint8Array) => new DataView(digest.buffer, digest.byteOffset).getUint32(16);
