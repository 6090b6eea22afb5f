import { notFound } from 'next/navigation';
import { requireRole } from '@/lib/auth/require-role';

/** Addresses below /admin that no page has: answered inside the dashboard, to those who are signed in. */
export default async function MissingPage() {
  await requireRole('viewer');
  notFound();
}
