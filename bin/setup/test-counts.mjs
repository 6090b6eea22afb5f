// The counts of a suite, from the report that its runner writes. A skipped test counts as failed: none may be.

/** From Vitest's JSON report. A file that could not even be loaded is a failure of its own. */
export function countVitest(report) {
  const notLoaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numPendingTests + report.numTodoTests + notLoaded.length,
  };
}

/** From Playwright's JSON report; `errors` are those outside of any test. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + report.errors.length };
}
