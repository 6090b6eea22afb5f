// A websocket spoken by hand, for the tests: what is sent and received is just what is written here.

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

type Frame = { opcode: number; payload: Buffer };

/** The whole frames at the beginning of the bytes. */
export function framesIn(bytes: Buffer): { frames: Frame[]; left: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  for (;;) {
    if (bytes.length < at + 2) break;
    const short = bytes[at + 1]! & 0x7f;
    const isMasked = (bytes[at + 1]! & 0x80) !== 0;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const head = at + 2 + extended + (isMasked ? 4 : 0);
    if (bytes.length < head) break;
    const length =
      extended === 2
        ? bytes.readUInt16BE(at + 2)
        : extended === 8
          ? Number(bytes.readBigUInt64BE(at + 2))
          : short;
    if (bytes.length < head + length) break;
    const payload = Buffer.from(bytes.subarray(head, head + length));
    if (isMasked) for (let i = 0; i < length; i++) payload[i]! ^= bytes[head - 4 + (i % 4)]!;
    frames.push({ opcode: bytes[at]! & 0x0f, payload });
    at = head + length;
  }
  return { frames, left: bytes.subarray(at) };
}

export function frame(opcode: number, payload: Buffer, mask?: Buffer): Buffer {
  const { length } = payload;
  const bit = mask ? 0x80 : 0;
  const size =
    length < 126
      ? Buffer.from([bit | length])
      : length < 65_536
        ? Buffer.from([bit | 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([bit | 127, 0, 0, 0, 0]), uint32(length)]);
  const body = mask ? payload.map((byte, i) => byte ^ mask[i % 4]!) : payload;
  return Buffer.concat([Buffer.from([0x80 | opcode]), size, ...(mask ? [mask] : []), body]);
}

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

export type Websocket = {
  /** The answer to the handshake. */
  status: number;
  head: string;
  socket: Socket;
  messages: string[];
  send: (text: string) => void;
  close: () => void;
  /** Of the close frame, once the connection has ended; null where there was none. */
  closed: Promise<{ code: number; reason: string } | null>;
};

/** A visitor's handshake, and the websocket where it is answered with one. */
export function openWebsocket({
  port,
  from,
  path = '/_stcore/stream',
  host = 'localhost',
  headers = [],
}: {
  port: number;
  from?: string;
  path?: string;
  host?: string;
  headers?: string[];
}): Promise<Websocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from });
    const messages: string[] = [];
    let received: Buffer = Buffer.alloc(0);
    let head: string | undefined;
    let farewell: { code: number; reason: string } | null = null;
    const closed = new Promise<{ code: number; reason: string } | null>((done) => {
      socket.once('close', () => done(farewell));
    });
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (head === undefined) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        head = received.subarray(0, end).toString('latin1');
        received = received.subarray(end + 4);
        const status = Number(head.split(' ')[1]);
        const send = (text: string) => socket.write(frame(1, Buffer.from(text), randomBytes(4)));
        const close = () => socket.write(frame(8, Buffer.from([3, 232]), randomBytes(4)));
        if (status !== 101) socket.end();
        resolve({ status, head, socket, messages, send, close, closed });
        if (status !== 101) return;
      }
      const { frames, left } = framesIn(received);
      received = left;
      for (const { opcode, payload } of frames) {
        if (opcode !== 8) messages.push(payload.toString('utf8'));
        else farewell = { code: payload.readUInt16BE(0), reason: payload.subarray(2).toString('utf8') };
      }
    });
    socket.on('end', () => socket.end());
    const lines = [
      `GET ${path} HTTP/1.1`,
      ...(host === '' ? [] : [`Host: ${host}`]),
      ...['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'],
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...headers,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}
