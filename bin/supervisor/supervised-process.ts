// One child: started, started again when it dies, stopped with its whole process group.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from './output';

export type ProcessSpec = {
  name: string;
  file: string;
  args: string[];
  env?: Record<string, string>;
  /** Whether it does its work; asked again and again until it does. */
  isReady: () => Promise<boolean>;
  stopSignal: 'SIGTERM' | 'SIGQUIT';
  /** How long it may take to finish what it is doing, in ms. */
  stopWithin: number;
  /** The rest is worth running without it, as long as it has never been ready. */
  optional?: boolean;
  /** Where it writes what goes wrong, when that is not its standard error. */
  log?: string;
};

export type ProcessEvents = {
  /** Started, ended or being started again: the set of running processes is another one. */
  onChange: () => void;
  /** It died and will be started again. */
  onDeath: (death: { how: string; againIn: number }) => void;
  /** It died too often to be started again. */
  onGivenUp: (how: string) => void;
};

/** Deaths in a row, each soon after its start, after which a process is dead for good. */
const QUICK_DEATHS = 5;
const QUICK = 60_000;
const READY_INTERVAL = 100;
/** An optional process that never got ready is tried at this interval for as long as the rest runs. */
const OPTIONAL_RETRY = 30_000;

/** Pause before start number `deaths + 1`, in ms: 0.5 s, 1 s, 2 s, 4 s. */
export function backoff(deaths: number): number {
  return 500 * 2 ** (deaths - 1);
}

let parentDeathArgs: string[] | undefined;

/** Linux can signal a child when its parent dies, however it dies; util-linux's setpriv asks for that, then becomes the program. */
function diesWithParent(signal: string): string[] {
  if (!parentDeathArgs) {
    try {
      execFileSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' });
      parentDeathArgs = ['setpriv', '--pdeathsig'];
    } catch {
      // Not there: what is left behind is ended at the next start (leftovers.ts).
      parentDeathArgs = [];
    }
  }
  return parentDeathArgs.length > 0 ? [...parentDeathArgs, signal.slice('SIG'.length), '--'] : [];
}

export class SupervisedProcess {
  readonly name: string;
  #child: ChildProcess | undefined;
  #stopping = false;
  #ready = false;
  #quickDeaths = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly output: Output,
    private readonly events: ProcessEvents,
  ) {
    this.name = spec.name;
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start() {
    const { file, args, env } = this.spec;
    const [program = file, ...rest] = [...diesWithParent(this.spec.stopSignal), file, ...args];
    const started = Date.now();
    // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops its children in order.
    const child = spawn(program, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    this.output.follow(this.name, child.stdout);
    this.output.follow(this.name, child.stderr);
    child.once('error', (error) => {
      if (child.pid === undefined) this.#died(error.message, started);
    });
    child.once('exit', (code, signal) => {
      // Nginx's workers outlive a master that was killed, and keep its ports.
      signalGroup(child, 'SIGKILL');
      this.#died(signal ?? `exit ${code}`, started);
    });
    this.events.onChange();
  }

  #died(how: string, started: number) {
    this.#child = undefined;
    this.events.onChange();
    if (this.#stopping) return;
    this.#quickDeaths = Date.now() - started < QUICK ? this.#quickDeaths + 1 : 1;
    let againIn = backoff(this.#quickDeaths);
    if (this.#quickDeaths >= QUICK_DEATHS) {
      if (!this.spec.optional || this.#ready) return this.events.onGivenUp(how);
      againIn = OPTIONAL_RETRY;
    }
    this.events.onDeath({ how, againIn });
    this.#restart = setTimeout(() => this.start(), againIn);
  }

  /** Waits until it does its work; false when it doesn't within `timeout` ms or is stopped before. */
  async whenReady(timeout: number): Promise<boolean> {
    const deadline = Date.now() + timeout;
    while (!this.#stopping && Date.now() < deadline) {
      if (this.#child && (await this.spec.isReady())) {
        this.#ready = true;
        return true;
      }
      await sleep(READY_INTERVAL);
    }
    return false;
  }

  /** Asks it to finish what it is doing and end; kills it when it takes longer than it may. */
  async stop() {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child?.pid) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(this.spec.stopSignal);
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), this.spec.stopWithin);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it at once, without a wait. */
  kill() {
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#child) signalGroup(this.#child, 'SIGKILL');
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
