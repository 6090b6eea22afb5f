// An export of the log is written down before its first byte leaves.

import type { Administrator } from '@/lib/auth/administrator';
import { writingDatabase } from '@/lib/db';
import { changeRules } from '@/lib/rule-change';
import type { LogTable } from './log-search';

/** Records who takes what out of the log. */
export async function recordExport(
  by: Administrator,
  log: LogTable,
  asked: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { email: actor, userId: actorId, address, requestId } = by;
  const set = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  await changeRules(writingDatabase(), { actor, actorId, address, requestId, patience: 10_000 }, async () => [
    {
      entity: 'AuditLog',
      id: null,
      kind: 'export',
      label: log,
      before: null,
      after: Object.fromEntries(set),
    },
  ]);
}
