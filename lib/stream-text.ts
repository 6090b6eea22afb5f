// A response's body, written piece by piece as the client takes it.

import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** The pieces as UTF-8; the next one is made when the last has been taken, and others get their turn in between. */
export function streamText(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await yieldToOthers();
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
