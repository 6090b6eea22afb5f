// The tests' own words: `demo` is a running demo shared by a worker's tests, `visitFrom` opens a browser as a visitor.

import { type BrowserContextOptions, test as base, type Page } from 'playwright/test';
import { type Stack, type StackOptions, startStack } from './stack';
import { visitorProxy } from './visitor';

export { expect } from 'playwright/test';

/** Starts a stack for one test; it is stopped when the test ends. */
type StartStack = (options?: StackOptions) => Promise<Stack>;

type VisitFrom = (address: string, options?: BrowserContextOptions) => Promise<Page>;

export const test = base.extend<{ visitFrom: VisitFrom; stack: StartStack }, { demo: Stack }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
    async ({}, use) => {
      const stack = await startStack({ demo: true });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  stack: async ({}, use) => {
    const started: Stack[] = [];
    await use(async (options) => {
      const stack = await startStack(options);
      started.push(stack);
      return stack;
    });
    for (const stack of started) await stack.stop();
  },
  visitFrom: async ({ browser }, use) => {
    const closers: (() => unknown)[] = [];
    await use(async (address, options) => {
      const proxy = await visitorProxy(address);
      const context = await browser.newContext({
        ...options,
        proxy: { server: proxy.server, bypass: '<-loopback>' },
      });
      closers.push(() => context.close(), proxy.close);
      return context.newPage();
    });
    for (const close of closers) await close();
  },
});
