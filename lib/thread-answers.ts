// The other side of lib/thread.ts: what runs in the thread.

import type { MessagePort } from 'node:worker_threads';
import { findDatabaseProblem } from './database-error';
import { errorText, nameProcess } from './log';
import type { Answer, Question } from './thread';

/** Answers each question that comes through the port, as soon as it can. */
export function answerQuestions<Task, Result>(
  port: MessagePort,
  work: (task: Task) => Promise<Result>,
): void {
  nameProcess('portal');
  const answerTo = async ({ id, task }: Question<Task>): Promise<Answer<Result>> => {
    try {
      return { id, result: await work(task) };
    } catch (error) {
      return { id, error: errorText(error), problem: findDatabaseProblem(error) };
    }
  };
  port.on('message', (question: Question<Task>) => {
    void answerTo(question).then((answer) => port.postMessage(answer));
  });
}
