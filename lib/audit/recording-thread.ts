// Runs in the thread of ThreadWriter (event-writer.ts).

import type { MessagePort } from 'node:worker_threads';
import { answerQuestions } from '@/lib/thread-answers';
import type { AccessEvent } from './access-event';
import { DatabaseWriter } from './event-writer';

export function answer(port: MessagePort, { databaseUrl }: { databaseUrl: string }): void {
  const writer = new DatabaseWriter(databaseUrl);
  answerQuestions(port, (events: readonly AccessEvent[]) => writer.write(events));
}
