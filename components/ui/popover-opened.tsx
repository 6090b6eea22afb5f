'use client';

import * as Radix from 'radix-ui/popover';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

export type PopoverProps = {
  /** A button. */
  trigger: ReactElement<ComponentProps<'button'>>;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** What the panel is called by a screen reader. */
  label?: string;
};

/** `Popover` from its first opening on. */
export function PopoverOpened({ trigger, children, align = 'start', label }: PopoverProps) {
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className="z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-control border border-line bg-surface p-3 text-sm shadow-raised data-[state=open]:animate-fade-in"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
