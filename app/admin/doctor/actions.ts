'use server';

import type { ActionResult } from '@/lib/action-result';
import { asAdministrator } from '@/lib/admin-action';
import { runForPage } from '@/lib/doctor/run-for-page';
import { translator } from '@/lib/i18n';

/** Runs the checks. Nothing of Sluice's is changed by them, so there is nothing for the log of changes. */
export async function runChecks(): Promise<ActionResult> {
  return asAdministrator<ActionResult>(
    'admin',
    async ({ locale }) => {
      const t = translator(locale, 'doctor');
      const outcome = await runForPage();
      if (outcome === 'still running') return { status: 'refused', message: t('stillRunning') };
      if (outcome.ok) return { status: 'done', changes: outcome.report.results.length, id: null };
      return { status: 'refused', message: t('failed', { detail: outcome.detail || t('noResult') }) };
    },
    ({ message }) => ({ status: 'refused', message }),
  );
}
