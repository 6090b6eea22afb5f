import type { ReactNode } from 'react';
import { requireRole } from '@/lib/auth/require-role';
import { dashboardMessages, type Section } from '@/messages/dashboard-messages';
import { SectionWords } from './section-words';

/** The layout of a section whose client components have words of their own. */
export async function SectionLayout({ section, children }: { section: Section; children: ReactNode }) {
  const { by } = await requireRole('viewer');
  return <SectionWords messages={dashboardMessages(by.locale, section)}>{children}</SectionWords>;
}
