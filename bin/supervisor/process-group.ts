// All children together.

import type { translator } from '@/lib/i18n';
import { childRecord, recordChildren } from './leftovers';
import { type Output, prefixedOutput } from './output';
import { type ProcessSpec, SupervisedProcess } from './supervised-process';

/** In ms. What all depends on may have hundreds of thousands of ranges to read on a slow machine; an app is waited for less. */
const READY_WITHIN = { needed: 300_000, optional: 60_000 };
const SELF = 'sluice';

export class ProcessGroup {
  /** Resolves, with words for the operator, when one of them is dead for good. */
  readonly failure: Promise<string>;
  readonly #processes: SupervisedProcess[] = [];
  readonly #output: Output;
  #stopping = false;
  #fail: (message: string) => void = () => {};

  /** @param record the file that lists the running children, for the next start should this process be killed */
  constructor(
    names: string[],
    private readonly record: string,
    private readonly words: ReturnType<typeof translator<'start'>>,
  ) {
    this.#output = prefixedOutput([SELF, ...names]);
    this.failure = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  /** A line of the supervisor's own. */
  say(text: string) {
    for (const line of text.split('\n')) this.#output.write(SELF, line);
  }

  /** Starts it and resolves when it is ready; an optional one is not waited for beyond a minute. */
  async start(spec: ProcessSpec): Promise<void> {
    if (this.#stopping) return;
    const seeLog = spec.log ? this.words('seeLog', { path: spec.log }) : '';
    const supervised = new SupervisedProcess(spec, this.#output, {
      onChange: () => this.#writeRecord(),
      onGivenUp: (how) => this.#fail(this.words('givenUp', { name: spec.name, how }) + seeLog),
      onDeath: ({ how, againIn }) => {
        this.#output.write(spec.name, this.words('died', { how, seconds: againIn / 1000 }));
        if (becameReady) void this.#announce(supervised, 'backAgain');
      },
    });
    let becameReady = false;
    this.#processes.push(supervised);
    supervised.start();
    const patience = spec.optional ? READY_WITHIN.optional : READY_WITHIN.needed;
    becameReady = await supervised.whenReady(patience);
    if (becameReady || this.#stopping) return;
    const seconds = patience / 1000;
    if (!spec.optional) return this.#fail(this.words('notReady', { name: spec.name, seconds }) + seeLog);
    this.#output.write(spec.name, this.words('appLate', { seconds }));
    void this.#announce(supervised, 'appReady').then(() => {
      becameReady = true;
    });
  }

  async #announce(supervised: SupervisedProcess, key: 'backAgain' | 'appReady') {
    if (await supervised.whenReady(Number.POSITIVE_INFINITY))
      this.#output.write(supervised.name, this.words(key));
  }

  /** Stops them in the order of the steps, those of one step together; those not named last. */
  async stop(steps: string[][]) {
    this.#stopping = true;
    for (const names of steps) {
      const step = this.#processes.filter(({ name }) => names.includes(name));
      await Promise.all(step.map((supervised) => supervised.stop()));
    }
    await Promise.all(this.#processes.map((supervised) => supervised.stop()));
  }

  /** Ends all of them at once. */
  kill() {
    this.#stopping = true;
    for (const supervised of this.#processes) supervised.kill();
  }

  #writeRecord() {
    const running = this.#processes.flatMap(({ name, pid }) => (pid ? [childRecord(name, pid)] : []));
    recordChildren(this.record, running);
  }
}
