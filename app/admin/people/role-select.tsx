'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '@/components/ui/confirm';
import { Select } from '@/components/ui/select';
import { useAction } from '@/components/use-action';
import { type Role, roles } from '@/lib/auth/administrator';
import type { Person } from '@/lib/auth/queries';
import { changeRole } from './actions';

/** A person's role, changed at once; one's own is only told. */
export function RoleSelect({ person, isSelf }: { person: Person; isSelf: boolean }) {
  const t = useTranslations('people');
  const ask = useConfirm();
  const router = useRouter();
  const { run, pending } = useAction();
  const { name, userId } = person;
  if (isSelf) return <span className="sm:px-3">{t(`roleWord.${person.role}`)}</span>;

  const change = async (role: Role) => {
    const question = {
      title: t('changeTitle', { name }),
      body: t('changeBody'),
      action: t('changeAction'),
    };
    if (role === 'admin' && !(await ask(question))) return;
    await run(
      changeRole,
      { userId, role },
      { doneMessage: t('roleChanged', { name, role: t(`roleWord.${role}`) }) },
    );
    router.refresh();
  };
  return (
    <Select
      aria-label={t('roleOf', { name })}
      className="max-w-44"
      value={person.role}
      disabled={pending}
      onChange={(event) => void change(event.target.value as Role)}
      options={roles.map((role) => ({ value: role, label: t(`roleWord.${role}`) }))}
    />
  );
}
