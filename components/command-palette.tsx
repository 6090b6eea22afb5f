'use client';

import { Command } from 'cmdk';
import { AppWindow, Crosshair, Filter, Network, Plus, Search, User } from 'lucide-react';
import { useRouter } from 'next/navigation';
import * as Radix from 'radix-ui/dialog';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { mayAct, type Role } from '@/lib/auth/administrator';
import { mayLeave } from './form/unsaved-guard';
import { navigation } from './navigation-items';
import { Glyph, type IconGiven } from './ui/glyph';
import { Spinner } from './ui/spinner';
import { useSearch } from './use-search';

export type CommandPaletteProps = { role: Role; open: boolean; onOpenChange: (open: boolean) => void };

/** Jumps to any page, app, user or range, or does something with an address. */
export function CommandPalette({ role, open, onOpenChange }: CommandPaletteProps) {
  const t = useTranslations('ui.palette');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=open]:animate-fade-in" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto flex max-h-[85dvh] max-w-xl flex-col overflow-hidden rounded-panel border border-line bg-surface shadow-raised data-[state=open]:animate-fade-in sm:top-[14vh] sm:max-h-[70vh]"
        >
          <Radix.Title className="sr-only">{t('title')}</Radix.Title>
          <Palette role={role} close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette({ role, close }: { role: Role; close: () => void }) {
  const t = useTranslations('ui.palette');
  const pageName = useTranslations('ui.nav');
  const router = useRouter();
  const [text, setText] = useState('');
  const { results, searching, failed } = useSearch(useDeferredValue(text.trim()));
  const go = async (href: string) => {
    close();
    if (await mayLeave()) router.push(href);
  };

  const wanted = text.trim().toLowerCase();
  const pages = navigation
    .flatMap(({ items }) => items)
    .filter((page) => mayAct(role, page.role) && pageName(page.name).toLowerCase().includes(wanted));
  const { place, apps, users, ranges } = results;
  const nothing =
    !searching && !failed && !place && pages.length + apps.length + users.length + ranges.length === 0;

  return (
    <Command label={t('title')} shouldFilter={false} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search className="size-4.5 shrink-0 text-muted" aria-hidden="true" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={t('placeholder')}
          maxLength={100}
          className="h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
        />
        {searching && <Spinner className="size-4 text-muted" />}
      </div>
      <Command.List label={t('title')} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
        {place && (
          <Group heading={t('address')}>
            {place.kind === 'address' && (
              <Item
                value="test"
                icon={Crosshair}
                onSelect={() => go(`/admin/test?address=${encodeURIComponent(place.text)}`)}
              >
                {t('test', { address: place.text })}
              </Item>
            )}
            <Item
              value="contain"
              icon={Filter}
              onSelect={() => go(`/admin/ip-ranges?contains=${encodeURIComponent(place.text)}`)}
            >
              {t('contain', { address: place.text })}
            </Item>
            {mayAct(role, 'editor') && (
              <Item
                value="new"
                icon={Plus}
                onSelect={() => go(`/admin/ip-ranges/new?range=${encodeURIComponent(place.text)}`)}
              >
                {t('new', { range: place.text })}
              </Item>
            )}
          </Group>
        )}
        {apps.length > 0 && (
          <Group heading={t('apps')}>
            {apps.map(({ id, slug, name, enabled }) => (
              <Item
                key={id}
                value={`app ${id}`}
                icon={AppWindow}
                aside={enabled ? slug : `${slug} · ${t('disabled')}`}
                onSelect={() => go(`/admin/apps/${id}`)}
              >
                {name}
              </Item>
            ))}
          </Group>
        )}
        {users.length > 0 && (
          <Group heading={t('users')}>
            {users.map(({ id, email, name, enabled }) => (
              <Item
                key={id}
                value={`user ${id}`}
                icon={User}
                aside={enabled ? email : `${email} · ${t('disabled')}`}
                onSelect={() => go(`/admin/users/${id}`)}
              >
                {name}
              </Item>
            ))}
          </Group>
        )}
        {ranges.length > 0 && (
          <Group heading={t('ranges')}>
            {ranges.map(({ id, range, label, enabled }) => (
              <Item
                key={id}
                value={`range ${id}`}
                icon={Network}
                aside={enabled ? range : `${range} · ${t('disabled')}`}
                onSelect={() => go(`/admin/ip-ranges/${id}`)}
              >
                {label || <span className="text-muted">{t('noLabel')}</span>}
              </Item>
            ))}
          </Group>
        )}
        {pages.length > 0 && (
          <Group heading={t('pages')}>
            {pages.map(({ name, href, icon }) => (
              <Item key={href} value={`page ${name}`} icon={icon} onSelect={() => go(href)}>
                {pageName(name)}
              </Item>
            ))}
          </Group>
        )}
        {nothing && (
          <p className="px-3 py-8 text-center text-muted text-sm">{t('none', { text: text.trim() })}</p>
        )}
        {failed && <p className="px-3 py-6 text-center text-sm text-stop">{t('failed')}</p>}
      </Command.List>
      <p role="status" className="sr-only">
        {searching ? t('searching') : ''}
      </p>
    </Command>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 **:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-muted **:[[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = {
  value: string;
  icon: IconGiven;
  /** What tells it from others of the same name. */
  aside?: string;
  onSelect: () => void;
  children: ReactNode;
};

function Item({ value, icon, aside, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1 text-sm data-[selected=true]:bg-water-soft data-[selected=true]:text-water-strong pointer-coarse:min-h-11"
    >
      <Glyph icon={icon} className="size-4 opacity-75" />
      <bdi className="min-w-0 flex-1 truncate">{children}</bdi>
      {aside && <span className="max-w-[55%] truncate text-muted text-xs">{aside}</span>}
    </Command.Item>
  );
}
