// Runs in a thread of its own, with clients of the database of its own; see auth-endpoints.ts.

import type { MessagePort } from 'node:worker_threads';
import { answerQuestions } from '../thread-answers';
import { answerAuthRequest } from './auth-request';

export function answer(port: MessagePort): void {
  answerQuestions(port, answerAuthRequest);
}
