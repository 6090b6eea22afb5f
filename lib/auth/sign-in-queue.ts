// Passwords take turns: each is a core's work for a while, and a hundred at once would hold up the visitors who land meanwhile. They
// start one after another, with room for landings in between.

import { setTimeout as sleep } from 'node:timers/promises';

/** Between the starts of two, in ms: all that an attempt takes is half of it. */
const PACE = 150;
/** So many may wait; whoever comes then is turned away. */
const LONGEST = 300;
/** So many of one address: the others are not to wait for all that somebody sends. */
const MOST_OF_ONE = 50;

type Waiting = { readonly go: (mayGo: boolean) => void };

export class SignInQueue {
  /** By address, in the order of their next turns. */
  private readonly lines = new Map<string, Waiting[]>();
  private size = 0;
  private running = false;

  /** Resolves when it is this request's turn: true, or at once false where too many wait. Addresses take turns. */
  turn(address: string): Promise<boolean> {
    const line = this.lines.get(address) ?? [];
    if (this.size >= LONGEST || line.length >= MOST_OF_ONE) return Promise.resolve(false);
    this.size++;
    this.lines.set(address, line);
    const turn = new Promise<boolean>((go) => line.push({ go }));
    if (!this.running) void this.run();
    return turn;
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let next = this.next(); next; next = this.next()) {
      next.go(true);
      await sleep(PACE);
    }
    this.running = false;
  }

  private next(): Waiting | undefined {
    const [address, line] = this.lines.entries().next().value ?? [];
    if (address === undefined || line === undefined) return undefined;
    const first = line.shift();
    this.lines.delete(address);
    // The address goes to the end of those that wait.
    if (line.length > 0) this.lines.set(address, line);
    this.size--;
    return first;
  }
}
