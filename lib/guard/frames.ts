// As much of the websocket protocol (RFC 6455 5.2) as a relay of bytes needs to know.

/** Follows the frames of one direction, whatever pieces they come in. */
export class FrameTracker {
  private readonly head: number[] = [];
  private payloadLeft = 0;
  private sawClose = false;

  /** Whether a frame has just ended: only there may another be put in. */
  get atBoundary(): boolean {
    return this.head.length === 0 && this.payloadLeft === 0;
  }

  /** Whether a close frame has begun. */
  get closing(): boolean {
    return this.sawClose;
  }

  push(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; ) {
      if (this.payloadLeft > 0) {
        const skipped = Math.min(this.payloadLeft, chunk.length - i);
        this.payloadLeft -= skipped;
        i += skipped;
        continue;
      }
      this.head.push(chunk[i++]!);
      if (this.head.length >= 2 && this.head.length === headLength(this.head[1]!)) this.beginPayload();
    }
  }

  private beginPayload(): void {
    const [first = 0, second = 0] = this.head;
    const short = second & 0x7f;
    const extended = this.head.slice(2, 2 + extendedBytes(short));
    this.payloadLeft = extended.length > 0 ? extended.reduce((sum, byte) => sum * 256 + byte, 0) : short;
    if ((first & 0x0f) === CLOSE) this.sawClose = true;
    this.head.length = 0;
  }
}

const CLOSE = 8;

const extendedBytes = (short: number) => (short === 126 ? 2 : short === 127 ? 8 : 0);

const headLength = (second: number) => 2 + extendedBytes(second & 0x7f) + (second & 0x80 ? 4 : 0);

/**
 * A close frame from a server (RFC 6455 5.5.1): a code, and a reason that is cut to what fits.
 *
 * @example closeFrame(1008, 'access has ended')
 */
export function closeFrame(code: number, reason: string): Buffer {
  const text = Buffer.from(reason, 'utf8').subarray(0, 123);
  return Buffer.concat([Buffer.from([0x80 | CLOSE, 2 + text.length, code >> 8, code & 0xff]), text]);
}
