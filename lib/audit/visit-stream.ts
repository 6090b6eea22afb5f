// New visits as server-sent events, for as long as the browser listens and its session lasts.

import type { Visit } from './visits';

/** What a row of the list shows. */
export type VisitSummary = Pick<
  Visit,
  'id' | 'at' | 'address' | 'outcome' | 'reason' | 'userEmail' | 'appSlug' | 'rangeId' | 'rangeLabel'
>;

export function summaryOf(visit: Visit): VisitSummary {
  const { id, at, address, outcome, reason, userEmail, appSlug, rangeId, rangeLabel } = visit;
  return { id, at, address, outcome, reason, userEmail, appSlug, rangeId, rangeLabel };
}

export type VisitStreamOptions = {
  /** Subscribes; returns what ends it. */
  readonly listen: (onVisits: (visits: readonly Visit[], missed: boolean) => void) => () => void;
  readonly matches: (visit: Visit) => boolean;
  /** Visits since the one that the browser saw last, oldest first. */
  readonly catchUp: () => Promise<readonly Visit[]>;
  /** Whether the session is still one. */
  readonly isAlive: () => Promise<boolean>;
  /** In ms. */
  readonly heartbeat?: number;
  readonly check?: number;
};

/** A browser that takes in no more than this is cut off, and asks again from where it was. */
const MOST_WAITING = 64;

/** The body of the response. A visit's id is its event's id, so that a browser that reconnects says where it was. */
export function visitStream({
  listen,
  matches,
  catchUp,
  isAlive,
  heartbeat = 15_000,
  check = 5000,
}: VisitStreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const timers: NodeJS.Timeout[] = [];
        let ended = false;
        let stopListening = () => {};
        end = () => {
          if (ended) return;
          ended = true;
          stopListening();
          for (const timer of timers) clearInterval(timer);
        };
        const close = () => {
          if (ended) return;
          end();
          controller.close();
        };
        const send = (text: string) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) <= 0) return close();
          controller.enqueue(encoder.encode(text));
        };
        const tell = (visits: readonly Visit[], missed: boolean) => {
          const events = visits
            .filter(matches)
            .map((visit) => `id: ${visit.id}\ndata: ${JSON.stringify(summaryOf(visit))}\n\n`);
          if (missed) events.push('event: missed\ndata: 1\n\n');
          if (events.length > 0) send(events.join(''));
        };
        const checkSession = () => {
          // Where that cannot be told, the stream ends too; the browser will ask again.
          isAlive().then(
            (alive) => {
              if (alive) return;
              send('event: ended\ndata: 1\n\n');
              close();
            },
            () => close(),
          );
        };
        send('retry: 2000\n: here are new visits\n\n');
        // Heard while the earlier ones are read, told after them.
        let waiting: [readonly Visit[], boolean][] | undefined = [];
        stopListening = listen((visits, missed) => {
          if (waiting) waiting.push([visits, missed]);
          else tell(visits, missed);
        });
        timers.push(
          setInterval(() => send(': still here\n\n'), heartbeat),
          setInterval(checkSession, check),
        );
        const earlier = await catchUp().catch((): Visit[] => []);
        tell(earlier, false);
        const told = new Set(earlier.map(({ id }) => id));
        for (const [visits, missed] of waiting) {
          tell(
            visits.filter(({ id }) => !told.has(id)),
            missed,
          );
        }
        waiting = undefined;
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}
