'use client';

import { useEffect } from 'react';
import { useLoaded } from './use-loaded';

type Kind = 'success' | 'info' | 'error';

const TOAST = 'sluice:toast';
const load = () => import('./toast-list').then(({ ToastList }) => ToastList);

/** Toasts that were asked for before the list was there to show them. */
let waiting: (() => void)[] | null = [];

/** Says something in a corner of the page, for a few seconds. */
async function say(kind: Kind, text: string) {
  window.dispatchEvent(new Event(TOAST));
  const { toast } = await import('sonner');
  const show = () => void toast[kind](text);
  if (waiting) waiting.push(show);
  else show();
}

export const toast = {
  success: (text: string) => void say('success', text),
  info: (text: string) => void say('info', text),
  error: (text: string) => void say('error', text),
};

function showWaiting() {
  for (const show of waiting ?? []) show();
  waiting = null;
  return () => {
    waiting = [];
  };
}

/** Where the toasts come up. */
export function Toaster() {
  const [ToastList, want] = useLoaded(load);
  useEffect(() => {
    window.addEventListener(TOAST, want);
    return () => window.removeEventListener(TOAST, want);
  }, [want]);
  return ToastList && <ToastList onReady={showWaiting} />;
}
