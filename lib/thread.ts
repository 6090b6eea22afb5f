// Threads of the portal beside the one that answers visitors: whatever waits for a disk or takes long is done in one of these.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type DatabaseProblem, DatabaseUnavailable } from './database-problem';
import { homeDir } from './env';

/** What the thread gets. */
export type Question<Task> = { readonly id: number; readonly task: Task };

/** What it posts for each, in whatever order. */
export type Answer<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly error: string; readonly problem?: DatabaseProblem };

type Waiting<Result> = { resolve: (result: Result) => void; reject: (error: Error) => void };

/** Started when it is first asked, and again after it has died. It does not keep the process alive by itself. */
export class Thread<Task, Result> {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting<Result>>();
  private next = 0;

  /** `name`: what it is for, in the message of its errors. `file`: JavaScript that answers Questions, and what it is told. */
  constructor(
    private readonly name: string,
    private readonly file: string,
    private readonly told?: object,
  ) {}

  /** How many questions have no answer yet. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Starts it, if it does not run, so that the first question need not wait for that. */
  warm(): void {
    this.worker ??= this.start();
  }

  /** Rejects with what went wrong in the thread (DatabaseUnavailable where that is the database), or when it dies. */
  ask(task: Task): Promise<Result> {
    this.warm();
    const worker = this.worker!;
    const question: Question<Task> = { id: this.next++, task };
    return new Promise((resolve, reject) => {
      this.waiting.set(question.id, { resolve, reject });
      worker.ref();
      worker.postMessage(question);
    });
  }

  /** Ends it. What has no answer is rejected. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    // The file itself, not a bundle of it.
    const worker = new Worker(/* turbopackIgnore: true */ this.file, {
      execArgv: [],
      workerData: this.told,
    });
    worker.unref();
    worker.on('message', (answer: Answer<Result>) => this.take(answer));
    worker.on('error', (error) => this.end(worker, String(error)));
    worker.on('exit', (code) => this.end(worker, `it ended with ${code}`));
    return worker;
  }

  private take(answer: Answer<Result>): void {
    const one = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker?.unref();
    if ('result' in answer) one?.resolve(answer.result);
    else one?.reject(answer.problem ? new DatabaseUnavailable(answer.problem) : this.failure(answer.error));
  }

  private end(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(this.failure(reason));
    this.waiting.clear();
  }

  private failure(reason: string): Error {
    return new Error(`the thread for ${this.name}: ${reason}`);
  }
}

/** A thread that runs one of the programs which bin/setup/programs.mjs builds. */
export function programThread<Task, Result>(
  name: string,
  program: 'auth-thread' | 'recording-thread',
  told: object = {},
): Thread<Task, Result> {
  const file = join(/* turbopackIgnore: true */ homeDir, 'bin', 'thread.mjs');
  return new Thread(name, file, { program, ...told });
}
