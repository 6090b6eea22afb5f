import { notFound } from 'next/navigation';
import type { Access } from '@/lib/auth/access';
import { findRange, type VersionedRange } from '@/lib/ip-ranges/queries';
import { parseRowId } from '@/lib/row-id';

export type RangePageProps = { params: Promise<{ id: string }> };

/** The range that the page’s address names; the 404 page where there is none. */
export async function requestedRange(
  db: Access['db'],
  params: RangePageProps['params'],
): Promise<VersionedRange> {
  const id = parseRowId((await params).id);
  return (id && (await findRange(db, id))) || notFound();
}
