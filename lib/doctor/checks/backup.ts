import { type Check, pass, warn } from '../check';

const DAY = 86_400_000;
/** So many days old the last backup may be. */
const OLDEST = 7;

/** When the last backup was made, by the log of changes. */
export const backup: Check = {
  name: 'backup',
  group: 'data',
  async run({ database, now }) {
    const db = await database();
    const last = await db.changeEvent.findFirst({ where: { kind: 'backup' }, orderBy: { id: 'desc' } });
    if (!last) return [warn('BACKUP_NONE')];
    const days = Math.max(0, Math.floor((now - last.at.getTime()) / DAY));
    return [days >= OLDEST ? warn('BACKUP_OLD', { days }) : pass('BACKUP_RECENT', { days })];
  },
};
