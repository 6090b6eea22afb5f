import { defineConfig } from 'playwright/test';
import { findChromium } from './bin/setup/chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each file starts a stack of its own (Nginx, portal, apps) and two cores carry three of them.
  workers: process.env.CI ? 3 : undefined,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      // Without <-loopback> Chromium would go past a proxy for 127.0.0.1, and visitors from other addresses use one.
      args: ['--no-sandbox', '--disable-gpu', '--proxy-bypass-list=<-loopback>'],
    },
  },
});
