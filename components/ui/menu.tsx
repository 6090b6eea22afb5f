'use client';

import { cloneElement, useEffect } from 'react';
import type { MenuProps } from './menu-opened';
import { useLoaded } from './use-loaded';

const load = () => import('./menu-opened').then(({ MenuOpened }) => MenuOpened);

/** The things that can be done with something, at a button. `opensAtOnce`: it has been asked for already. */
export function Menu({ opensAtOnce = false, ...props }: MenuProps & { opensAtOnce?: boolean }) {
  const [MenuOpened, want] = useLoaded(load);
  useEffect(() => {
    if (opensAtOnce) want();
  }, [opensAtOnce, want]);
  if (MenuOpened) return <MenuOpened {...props} />;
  return cloneElement(props.trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false, onClick: want });
}
