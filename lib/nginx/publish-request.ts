// «Publish now»: what an administrator asks of the keeper, which may run under another account.

import { z } from 'zod';
import type { Mutation } from '@/lib/admin-action';
import type { Database, Transaction } from '@/lib/db';

const name = 'publishRequested';

/** When publishing was last asked for, as text; null: never. */
export async function readPublishRequest(db: Database | Transaction): Promise<string | null> {
  const setting = await db.setting.findUnique({ where: { name } });
  return setting ? (JSON.parse(setting.value) as string) : null;
}

const nothing = z.object({});

export const RequestPublishing = {
  role: 'admin',
  input: nothing,
  write: async (tx) => {
    const before = await readPublishRequest(tx);
    const at = new Date().toISOString();
    const value = JSON.stringify(at);
    await tx.setting.upsert({ where: { name }, create: { name, value }, update: { value } });
    return [
      {
        ...{ entity: 'Setting', id: null, kind: 'update', label: name },
        before: before === null ? null : { requestedAt: before },
        after: { requestedAt: at },
      },
    ];
  },
} satisfies Mutation<typeof nothing>;
