// Runs in a thread of its own, with clients of the database of its own; see auth-endpoints.ts.

import type { MessagePort } from 'node:worker_threads';
import { log } from '../log';
import { answerQuestions } from '../thread-answers';
import { answerAuthRequest } from './auth-request';
import { rehearseSignIn } from './sign-in';

export function answer(port: MessagePort): void {
  answerQuestions(port, answerAuthRequest);
  rehearseSignIn().catch((error: unknown) => log.warn('sign-in', `the first one may take longer: ${error}`));
}
