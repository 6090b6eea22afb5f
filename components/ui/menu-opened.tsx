'use client';

import Link from 'next/link';
import * as Radix from 'radix-ui/dropdown-menu';
import { type ComponentProps, Fragment, type ReactElement, type ReactNode } from 'react';
import { Glyph, type IconGiven } from './glyph';

export type MenuItem = {
  label: string;
  icon?: IconGiven;
  /** Loses something; stands below a line. */
  danger?: boolean;
  disabled?: boolean;
  onSelect?: () => void;
  href?: string;
};

export type MenuProps = {
  /** A button. */
  trigger: ReactElement<ComponentProps<'button'>>;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  /** Above the items. */
  header?: ReactNode;
};

const itemLook =
  'flex w-full cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-sunken data-[disabled]:opacity-50 pointer-coarse:min-h-11';

/** `Menu` from its first opening on. */
export function MenuOpened({ trigger, items, align = 'end', header }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-44 max-w-80 rounded-control border border-line bg-surface p-1 shadow-raised data-[state=open]:animate-fade-in"
        >
          {header}
          {items.map(({ label, icon, danger, disabled, onSelect, href }, i) => {
            const look = `${itemLook} ${danger ? 'text-stop data-[highlighted]:bg-stop-soft' : ''}`;
            const words = (
              <>
                {icon && <Glyph icon={icon} className={`size-4 ${danger ? '' : 'text-muted'}`} />}
                {label}
              </>
            );
            return (
              <Fragment key={label}>
                {danger && i > 0 && !items[i - 1]?.danger && (
                  <Radix.Separator className="my-1 h-px bg-line" />
                )}
                {href && !disabled ? (
                  <Radix.Item asChild className={look}>
                    <Link href={href} prefetch={false}>
                      {words}
                    </Link>
                  </Radix.Item>
                ) : (
                  <Radix.Item className={look} disabled={disabled} onSelect={onSelect}>
                    {words}
                  </Radix.Item>
                )}
              </Fragment>
            );
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
