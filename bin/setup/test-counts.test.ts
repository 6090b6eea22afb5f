import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from './test-counts.mjs';

test('Vitest: skipped and unwritten tests, and files that did not load, are failures', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 7, failed: 5 });
});

test('Playwright: skipped and flaky tests, and errors outside of tests, are failures', () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 4 });
});
