'use client';

import { useEffect } from 'react';
import type { DialogProps } from './dialog-window';
import { useLoaded } from './use-loaded';

const load = () => import('./dialog-window').then(({ DialogWindow }) => DialogWindow);

/** A question or a form over the page; on a phone it comes up from below. */
export function Dialog(props: DialogProps) {
  const [DialogWindow, want] = useLoaded(load);
  useEffect(() => {
    if (props.open) want();
  }, [props.open, want]);
  return DialogWindow && <DialogWindow {...props} />;
}
