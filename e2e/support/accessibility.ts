// What axe finds on a page that some people could not use it for.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/** One line each; empty where nothing serious or critical was found. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Otherwise it also describes all that is right, at length.
    .options({ resultTypes: ['violations'] })
    // There are no frames of other origins, for which it would open another page each time.
    .setLegacyMode()
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}
