'use client';

import { cloneElement } from 'react';
import type { MenuProps } from './menu-opened';
import { useLoaded } from './use-loaded';

const load = () => import('./menu-opened').then(({ MenuOpened }) => MenuOpened);

/** The things that can be done with something, at a button. */
export function Menu(props: MenuProps) {
  const [MenuOpened, want] = useLoaded(load);
  if (MenuOpened) return <MenuOpened {...props} />;
  return cloneElement(props.trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false, onClick: want });
}
