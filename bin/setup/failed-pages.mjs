// What a browser showed when a test failed. Where tests run on a machine that is gone afterwards, their printed lines are all
// that is left of it.

import { readFileSync } from 'node:fs';

/** A page can be long. */
const MOST_LINES = 60;

/**
 * From Playwright's JSON report: the accessible text of each failed test's pages, as Playwright has left it beside the
 * screenshot. A failed test without a page has none.
 */
export function failedPages(report) {
  return testsOf(report.suites).flatMap(({ title, results }) =>
    results
      .flatMap(({ attachments = [] }) => attachments)
      .filter(({ name, path }) => name === 'error-context' && path)
      .map(({ path }) => ({ title, lines: snapshotIn(readFileSync(path, 'utf8')) }))
      .filter(({ lines }) => lines !== undefined),
  );
}

function testsOf(suites = []) {
  return suites.flatMap(({ specs = [], suites: inner }) => [
    ...specs.flatMap(({ title, tests }) => tests.map(({ results }) => ({ title, results }))),
    ...testsOf(inner),
  ]);
}

function snapshotIn(text) {
  const [, snapshot] = /^# Page snapshot\s+```yaml\n(.*?)^```/ms.exec(text) ?? [];
  return snapshot?.trimEnd().split('\n').slice(0, MOST_LINES);
}
