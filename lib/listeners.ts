// What listens on this machine, from Linux's own tables.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { formatAddress, parseAddress } from './routing/address';

export type PortOwner = { pid: number; command: string };

/** The process that listens on the port; undefined where /proc doesn't say (another account's, or not Linux). */
export function listenerOf(port: number): PortOwner | undefined {
  const sockets = new Set(listening(port).map(({ inode }) => inode));
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openSockets(pid).some((inode) => sockets.has(inode)))
      return { pid: Number(pid), command: commandOf(pid) };
  }
  return undefined;
}

/** The addresses at which something listens on the port; 0.0.0.0 and :: are all of them. Empty where /proc doesn't say. */
export function listeningAddresses(port: number): string[] {
  return [...new Set(listening(port).map(({ address }) => address))];
}

function listening(port: number): { inode: string; address: string }[] {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    tryRead(() => readFileSync(table, 'utf8'), '')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
      .map((fields) => ({
        inode: fields[9] ?? '',
        address: addressOf(fields[1]!.slice(0, -suffix.length)),
      })),
  );
}

/** The kernel writes an address as 32-bit words in hexadecimal, each in the machine's own order of bytes. */
function addressOf(hex: string): string {
  const bytes = hex.match(/.{8}/g)!.flatMap((word) => word.match(/../g)!.reverse());
  const text =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : bytes.join('').match(/.{4}/g)!.join(':');
  const parsed = parseAddress(text);
  return parsed.ok ? formatAddress(parsed.address) : text;
}

function openSockets(pid: string): string[] {
  return tryRead(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
    const link = tryRead(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '');
    return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
  });
}

function commandOf(pid: string): string {
  const line = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');
  return line.replaceAll('\0', ' ').trim().slice(0, 100);
}

/** Processes end, and others' may not be read, while /proc is being looked through. */
function tryRead<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
