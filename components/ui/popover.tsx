'use client';

import { cloneElement } from 'react';
import type { PopoverProps } from './popover-opened';
import { useLoaded } from './use-loaded';

const load = () => import('./popover-opened').then(({ PopoverOpened }) => PopoverOpened);

/** A small panel at a button. */
export function Popover(props: PopoverProps) {
  const [PopoverOpened, want] = useLoaded(load);
  if (PopoverOpened) return <PopoverOpened {...props} />;
  return cloneElement(props.trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick: want });
}
