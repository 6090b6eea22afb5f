import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { type Admission, admit } from '../admin-gate';
import { env } from '../env';

/** For pages that need nobody to be signed in: the 404 page where there shall seem to be no dashboard. */
export async function requireDashboard(): Promise<Admission> {
  return admit(await headers(), env()) ?? notFound();
}
