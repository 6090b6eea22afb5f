'use client';

import { Ellipsis, Link2, LogOut, UserMinus, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { type Question, useConfirm } from '@/components/ui/confirm';
import { Menu } from '@/components/ui/menu';
import { type AdminAction, useAction } from '@/components/use-action';
import type { Person } from '@/lib/auth/queries';
import { endSessions } from '../sessions/actions';
import { issueLink, type LinkResult, takeRole } from './actions';
import { useLinkDialog } from './link-dialog';

export function PersonMenu({ person, isSelf }: { person: Person; isSelf: boolean }) {
  const t = useTranslations('people');
  const ask = useConfirm();
  const showLink = useLinkDialog();
  const router = useRouter();
  const { run, pending } = useAction();
  const { name, userId } = person;

  const doIt = async (action: AdminAction, question: Question, doneMessage?: string) => {
    if (!(await ask(question))) return;
    const result: LinkResult = await run(action, { userId }, { doneMessage });
    if (result.link) showLink({ name, link: result.link });
    router.refresh();
  };
  const others = [
    {
      label: t('newLink'),
      icon: Link2,
      onSelect: () =>
        void doIt(issueLink, {
          title: t('newLinkTitle', { name }),
          body: t('newLinkBody'),
          action: t('newLinkAction'),
        }),
    },
    {
      label: t('endSessions'),
      icon: LogOut,
      disabled: person.sessions === 0,
      onSelect: () =>
        void doIt(
          endSessions,
          { title: t('endSessionsTitle', { name }), body: t('endSessionsBody'), action: t('endSessions') },
          t('endedSessions', { name }),
        ),
    },
    {
      label: t('take'),
      icon: UserMinus,
      danger: true,
      onSelect: () =>
        void doIt(
          takeRole,
          { title: t('takeTitle', { name }), body: t('takeBody'), action: t('take'), danger: true },
          t('taken', { name }),
        ),
    },
  ];
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          size="icon"
          icon={Ellipsis}
          pending={pending}
          aria-label={t('menu', { name })}
        />
      }
      items={[
        { label: t('openUser'), icon: UserRound, href: `/admin/users/${userId}` },
        ...(isSelf ? [] : others),
      ]}
    />
  );
}
