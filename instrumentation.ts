// Runs once when the portal starts: a wrong environment stops it here, and the rules are read before the first visitor.

import type { Instrumentation } from 'next';

export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { portal } = await import('./lib/portal');
  portal();
  const { logConsole, nameProcess } = await import('./lib/log');
  nameProcess('portal');
  logConsole();
  const { startRetention } = await import('./lib/audit/retention');
  startRetention();
  const { warmAuthSoon } = await import('./lib/auth/auth-endpoints');
  warmAuthSoon();
}

/** What no page expected, with the number that the visitor can read out. Without its query, which may hold secrets. */
export const onRequestError: Instrumentation.onRequestError = async (error, { path, method, headers }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { errorText, log, logFormat } = await import('./lib/log');
  // As text, Next writes it itself.
  if (logFormat(process.env) !== 'json') return;
  const requestId = headers['x-request-id'];
  log.error('request', errorText(error), {
    method,
    path: path.split('?')[0] ?? '',
    ...(typeof requestId === 'string' ? { requestId } : {}),
  });
};
