'use client';

import { CirclePause, CirclePlay, Copy, Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import type { MenuItem } from '@/components/ui/menu-opened';

type Word = 'label' | 'open' | 'edit' | 'duplicate' | 'enable' | 'disable' | 'delete';

export type ObjectMenuProps = {
  /** Of the list: `/admin/users`. */
  path: string;
  id: number;
  enabled: boolean;
  mayEdit: boolean;
  pending: boolean;
  word: (name: Word) => string;
  onToggle: () => void;
  onDelete: () => void;
  /** Before the deletion. */
  more?: readonly MenuItem[];
};

/** What can be done with one object of a list; opens at once. */
export function ObjectMenu({
  path,
  id,
  enabled,
  mayEdit,
  pending,
  word,
  onToggle,
  onDelete,
  more = [],
}: ObjectMenuProps) {
  const edits: MenuItem[] = [
    { label: word('edit'), icon: Pencil, href: `${path}/${id}/edit` },
    { label: word('duplicate'), icon: Copy, href: `${path}/new?copy=${id}` },
    {
      label: word(enabled ? 'disable' : 'enable'),
      icon: enabled ? CirclePause : CirclePlay,
      onSelect: onToggle,
    },
    ...more,
    { label: word('delete'), icon: Trash2, danger: true, onSelect: onDelete },
  ];
  return (
    <Menu
      opensAtOnce
      trigger={
        <Button variant="quiet" size="icon" icon={Ellipsis} pending={pending} aria-label={word('label')} />
      }
      items={[{ label: word('open'), icon: Eye, href: `${path}/${id}` }, ...(mayEdit ? edits : [])]}
    />
  );
}
