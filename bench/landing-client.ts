// One visitor at a time, over a connection that stays open, straight to the portal with the headers that Nginx sets.

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Portal } from './portal';

export type Landed = { status: number; location: string | undefined; milliseconds: number };

export class LandingClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly portal: Portal,
    private readonly address: string,
  ) {}

  land(): Promise<Landed> {
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const headers = this.portal.headersFor(this.address);
      request(this.portal.url('/'), { agent: this.agent, headers }, (answer) => {
        answer.resume().once('end', () => {
          const { statusCode = 0, headers } = answer;
          resolve({
            status: statusCode,
            location: headers.location,
            milliseconds: performance.now() - start,
          });
        });
      })
        .once('error', reject)
        .end();
    });
  }

  /** Lands every few milliseconds until told to stop; returns how long each landing took. */
  async landUntil(stop: () => boolean, every = 4): Promise<number[]> {
    const times: number[] = [];
    while (!stop()) {
      const { status, milliseconds } = await this.land();
      if (status !== 302) throw new Error(`a landing was answered with ${status}`);
      times.push(milliseconds);
      await sleep(every);
    }
    return times;
  }

  /** Lands until the answer is this Location; returns the wall clock's milliseconds then. */
  async landUntilAt(location: string, seconds = 30): Promise<number> {
    const until = Date.now() + seconds * 1000;
    let last: Landed | undefined;
    while (Date.now() < until) {
      last = await this.land();
      if (last.location === location) return Date.now();
      await sleep(2);
    }
    throw new Error(
      `${location} was not reached in ${seconds} s; the last answer was ${last?.status} ${last?.location}`,
    );
  }

  close(): void {
    this.agent.destroy();
  }
}
