import { notFound } from 'next/navigation';
import { findApp, type VersionedApp } from '@/lib/apps/queries';
import type { Access } from '@/lib/auth/access';
import type { SearchParams } from '@/lib/list-params';
import { parseRowId } from '@/lib/row-id';

export type AppPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** The app that the page’s address names; the 404 page where there is none. */
export async function requestedApp(db: Access['db'], params: AppPageProps['params']): Promise<VersionedApp> {
  const id = parseRowId((await params).id);
  return (id && (await findApp(db, id))) || notFound();
}
