import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{lib,bin,app,prisma,components,messages,bench}/**/*.test.{ts,tsx}'],
    globalSetup: './lib/testing/global-setup.ts',
    // Most of a test is waiting for a process or a database: two cores carry three.
    maxWorkers: 3,
    // Files share what is imported, which is a third of the time; none leaves anything behind in a module.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
