'use client';

import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import { type PointerEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { moveItem } from '@/lib/move-item';
import { Combobox } from './combobox';
import { FormField } from './form-field';
import type { FieldProps } from './plain-fields';

export type AppChoice = { slug: string; name: string; enabled: boolean };

type AppsFieldProps = FieldProps & { apps: readonly AppChoice[] };

/** Apps in their order: the first is where the visitor lands. By drag or by keys. The value is a list of slugs. */
export function AppsField({ apps, ...field }: AppsFieldProps) {
  return (
    <FormField {...field} group>
      {({ id, value, onChange, invalid, describedBy }) => (
        <OrderedApps
          {...{ id, onChange, invalid, describedBy, apps }}
          label={field.label}
          slugs={Array.isArray(value) ? value.map(String) : []}
        />
      )}
    </FormField>
  );
}

type OrderedAppsProps = {
  id: string;
  label: string;
  apps: readonly AppChoice[];
  slugs: readonly string[];
  onChange: (slugs: readonly string[]) => void;
  invalid: boolean;
  describedBy: string | undefined;
};

function OrderedApps({ id, label, apps, slugs, onChange, invalid, describedBy }: OrderedAppsProps) {
  const t = useTranslations('form');
  const list = useRef<HTMLOListElement>(null);
  const [text, setText] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const appOf = (slug: string): AppChoice =>
    apps.find((app) => app.slug === slug) ?? { slug, name: slug, enabled: true };

  const move = (slug: string, to: number) => {
    const from = slugs.indexOf(slug);
    const place = Math.max(0, Math.min(to, slugs.length - 1));
    if (from === place) return;
    onChange(moveItem(slugs, from, place));
    setSaid(t('appMoved', { app: appOf(slug).name, place: place + 1, count: slugs.length }));
  };
  const remove = (slug: string) => {
    onChange(slugs.filter((other) => other !== slug));
    setSaid(t('appRemoved', { app: appOf(slug).name }));
    document.getElementById(id)?.focus();
  };
  const add = (slug: string) => {
    setText('');
    if (!slugs.includes(slug)) onChange([...slugs, slug]);
    setSaid(t('appAdded', { app: appOf(slug).name, place: slugs.length + 1 }));
  };

  const drag = (event: PointerEvent, slug: string) => {
    if (dragged !== slug || !list.current) return;
    // The place before the first row whose middle the pointer has not passed, the dragged row left out.
    const others = [...list.current.children].filter((row) => row.getAttribute('data-app') !== slug);
    const passed = others.findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    move(slug, passed === -1 ? others.length : passed);
  };

  const wanted = text.trim().toLowerCase();
  const left = apps.filter((app) => !slugs.includes(app.slug));
  const found = left.filter(({ slug, name }) => slug.includes(wanted) || name.toLowerCase().includes(wanted));

  return (
    <div className="grid gap-2">
      <ol ref={list} aria-label={label} className="grid gap-1.5 empty:hidden">
        {slugs.map((slug, i) => {
          const { name, enabled } = appOf(slug);
          return (
            <li
              key={slug}
              data-app={slug}
              className={`flex items-center gap-2 rounded-control border bg-surface py-1 pr-1 text-sm shadow-control ${
                dragged === slug ? 'border-water shadow-raised' : 'border-line'
              }`}
            >
              <span
                aria-hidden="true"
                title={t('dragApp')}
                className="grid h-9 w-7 shrink-0 cursor-grab touch-none place-items-center text-muted active:cursor-grabbing pointer-coarse:h-11 pointer-coarse:w-10"
                onPointerDown={(event) => {
                  if (event.button !== 0) return;
                  event.preventDefault();
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDragged(slug);
                }}
                onPointerMove={(event) => drag(event, slug)}
                onPointerUp={() => setDragged(null)}
                onPointerCancel={() => setDragged(null)}
              >
                <GripVertical className="size-4" />
              </span>
              <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium">{name}</span>
                <span className="font-mono text-muted text-xs">{slug}</span>
                {i === 0 && <Badge tone="water">{t('landsHere')}</Badge>}
                {!enabled && <Badge tone="warn">{t('appDisabled')}</Badge>}
              </span>
              <span className="flex shrink-0">
                <Button
                  variant="quiet"
                  size="icon"
                  icon={ArrowUp}
                  aria-label={t('moveUp', { app: name })}
                  aria-disabled={i === 0}
                  onClick={() => move(slug, i - 1)}
                />
                <Button
                  variant="quiet"
                  size="icon"
                  icon={ArrowDown}
                  aria-label={t('moveDown', { app: name })}
                  aria-disabled={i === slugs.length - 1}
                  onClick={() => move(slug, i + 1)}
                />
                <Button
                  variant="quiet"
                  size="icon"
                  icon={X}
                  aria-label={t('removeApp', { app: name })}
                  onClick={() => remove(slug)}
                />
              </span>
            </li>
          );
        })}
      </ol>
      <Combobox
        id={id}
        label={t('addApp')}
        text={text}
        onText={setText}
        placeholder={t('addApp')}
        options={found.map(({ slug, name, enabled }) => ({
          value: slug,
          label: name,
          detail: enabled ? slug : `${slug} · ${t('appDisabled')}`,
        }))}
        onPick={({ value }) => add(value)}
        message={left.length === 0 ? t('allAppsAdded') : t('noApp')}
        invalid={invalid}
        describedBy={describedBy}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
