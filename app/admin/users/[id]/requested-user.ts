import { notFound } from 'next/navigation';
import type { Access } from '@/lib/auth/access';
import { parseRowId } from '@/lib/row-id';
import { findUser, type VersionedUser } from '@/lib/users/queries';

export type UserPageProps = { params: Promise<{ id: string }> };

/** The user whom the page’s address names; the 404 page where there is none. */
export async function requestedUser(
  db: Access['db'],
  params: UserPageProps['params'],
): Promise<VersionedUser> {
  const id = parseRowId((await params).id);
  return (id && (await findUser(db, id))) || notFound();
}
