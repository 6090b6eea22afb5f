// Server actions as they travel: caught on their way out of a browser, and sent again as somebody else.

import type { Page, Request } from 'playwright/test';
import { type Answer, ask } from './visitor';

export type CaughtAction = { url: string; headers: Record<string, string>; body: string };

/** Does something in the browser that calls a server action, and keeps the call from leaving: what it would have sent. */
export async function catchAction(page: Page, doIt: () => Promise<unknown>): Promise<CaughtAction> {
  const isAction = (request: Request) =>
    request.method() === 'POST' && request.headers()['next-action'] !== undefined;
  const caught = new Promise<CaughtAction>((resolve) => {
    void page.route('**/*', async (route) => {
      const request = route.request();
      if (!isAction(request)) return route.fallback();
      const { cookie: _, ...headers } = await request.allHeaders();
      resolve({ url: request.url(), headers, body: request.postData() ?? '' });
      await route.abort();
    });
  });
  await doIt();
  const action = await caught;
  await page.unroute('**/*');
  return action;
}

export type SendOptions = {
  from: string;
  /** The Cookie header; none: nobody is signed in. */
  cookie?: string;
  /** null: the header is left out. */
  origin?: string | null;
  /** What in the body becomes what. */
  replace?: Readonly<Record<string, string>>;
};

export async function sendAction(action: CaughtAction, options: SendOptions): Promise<Answer> {
  const { from, cookie, origin = new URL(action.url).origin, replace = {} } = options;
  const names = ['next-action', 'next-router-state-tree', 'accept', 'content-type'];
  const headers = Object.fromEntries(
    names.flatMap((name) => (action.headers[name] ? [[name, action.headers[name]]] : [])),
  );
  if (origin !== null) headers.origin = origin;
  if (cookie) headers.cookie = cookie;
  const body = Object.entries(replace).reduce((text, [old, next]) => text.replaceAll(old, next), action.body);
  return ask(from, action.url, { method: 'POST', headers, body });
}

/** What the action said: the status of its ActionResult, or the HTTP status where it did not come to that. */
export function outcomeOf({ status, body }: Answer): string {
  return /"status":"(done|invalid|conflict|confirm|refused)"/.exec(body)?.[1] ?? `HTTP ${status}`;
}

/** Turned away, by whichever guard came first. */
export const turnedAway = /^(refused|HTTP (303|307|40[0134]))$/;
