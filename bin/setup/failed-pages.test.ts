import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failedPages } from './failed-pages.mjs';

test('what a failed test’s page showed is found, nested suites and tests without a page included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-pages-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return { name: 'error-context', path: join(folder, name) };
  };
  const shown = file(
    'shown.md',
    '# Error details\n\n# Page snapshot\n\n```yaml\n- main:\n  - heading "Apps"\n```\n\n# Test source\n',
  );
  const without = file('without.md', '# Error details\n\nno page\n');
  const spec = (title: string, attachments: object[]) => ({ title, tests: [{ results: [{ attachments }] }] });
  const report = {
    suites: [
      {
        specs: [spec('one', [shown, { name: 'screenshot', path: 'x.png' }]), spec('two', [without])],
        suites: [{ specs: [spec('three', [shown])] }],
      },
    ],
  };
  try {
    const lines = ['- main:', '  - heading "Apps"'];
    expect(failedPages(report)).toEqual([
      { title: 'one', lines },
      { title: 'three', lines },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
