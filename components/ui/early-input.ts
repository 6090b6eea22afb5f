'use client';

import { type ChangeEvent, type RefObject, useEffect, useRef, useSyncExternalStore } from 'react';

type Control = HTMLInputElement | HTMLTextAreaElement;
type Given<Element> = { value?: unknown; onChange?: (event: ChangeEvent<Element>) => void };

/** Those whose value is what was typed; of a date the browser makes its own spelling. */
const typed = ['text', 'email', 'password', 'search', 'tel', 'url', 'textarea'];
const never = () => () => {};

/**
 * What was typed into a control, or filled in by the browser, before the page's scripts were there is a change like any other;
 * without this React would take it back at the next one.
 *
 * @returns the control's ref
 */
export function useEarlyInput<Element extends Control>({
  value,
  onChange,
}: Given<Element>): RefObject<Element | null> {
  const control = useRef<Element>(null);
  const isInPage = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const atFirst = useRef({ value, onChange, isInPage });
  useEffect(() => {
    const element = control.current;
    const { value, onChange, isInPage } = atFirst.current;
    if (!isInPage || !element || !typed.includes(element.type) || element.value === String(value ?? ''))
      return;
    onChange?.({ target: element, currentTarget: element } as ChangeEvent<Element>);
  }, []);
  return control;
}
