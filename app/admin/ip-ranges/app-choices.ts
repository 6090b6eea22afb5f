import type { AppChoice } from '@/components/form/apps-field';
import type { Access } from '@/lib/auth/access';

/** The apps that a range can grant, by name. */
export function listAppChoices(db: Access['db']): Promise<AppChoice[]> {
  return db.app.findMany({
    select: { slug: true, name: true, enabled: true },
    orderBy: [{ name: 'asc' }, { slug: 'asc' }],
  });
}
