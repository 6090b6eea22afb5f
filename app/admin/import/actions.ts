'use server';

import { asAdministrator } from '@/lib/admin-action';
import { mayAct } from '@/lib/auth/administrator';
import { Refusal } from '@/lib/errors';
import { translator } from '@/lib/i18n';
import { findImport, removeImport, startApply } from '@/lib/import/imports';
import { ownAddressIsLetIn } from '@/lib/own-address';

export type ImportAnswer = { status: 'done' } | { status: 'refused'; message: string };

const refused = ({ message }: { message: string }): ImportAnswer => ({ status: 'refused', message });

/** Writes what the preview shows; the import's state tells what becomes of it. */
export async function applyImport(id: string, confirmed: boolean): Promise<ImportAnswer> {
  return asAdministrator<ImportAnswer>(
    'editor',
    async (by) => {
      const found = findImport(by, String(id));
      const isReady =
        found?.state.phase === 'ready' && found.state.counts?.wrong === 0 && found.state.digest !== undefined;
      if (!isReady) return refused({ message: translator(by.locale, 'import')('gone') });
      if (found.upload.prune && !mayAct(by.role, 'admin')) throw new Refusal('ROLE', { role: 'admin' });
      startApply(found, { by, keepsOwnAddress: confirmed !== true && ownAddressIsLetIn(by) });
      return { status: 'done' };
    },
    refused,
  );
}

/** Forgets an upload and its preview. */
export async function discardImport(id: string): Promise<ImportAnswer> {
  return asAdministrator<ImportAnswer>(
    'editor',
    async (by) => {
      const found = findImport(by, String(id));
      if (found && !(await removeImport(found))) {
        return refused({ message: translator(by.locale, 'import')('writingNow') });
      }
      return { status: 'done' };
    },
    refused,
  );
}
