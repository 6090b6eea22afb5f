'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';

export type ComboboxOption = { value: string; label: string; detail?: string };

export type ComboboxProps = {
  id: string;
  label: string;
  /** What is written in it. */
  text: string;
  onText: (text: string) => void;
  options: readonly ComboboxOption[];
  onPick: (option: ComboboxOption) => void;
  /** Instead of options: «searching», «nobody has this name». */
  message?: string;
  placeholder?: string;
  invalid?: boolean;
  describedBy?: string;
  type?: 'text' | 'email';
  /** At the end of the control. */
  end?: ReactNode;
};

/** A text input with suggestions, by the pattern of ARIA 1.2. */
export function Combobox(props: ComboboxProps) {
  const { id, label, text, onText, options, onPick, message, placeholder, invalid, describedBy, end } = props;
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const at = Math.min(active, options.length - 1);
  const isShown = open && (options.length > 0 || message !== undefined);

  useEffect(() => {
    if (isShown) list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [isShown, at]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const pick = (option: ComboboxOption) => {
    onPick(option);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = options[at];
    if (step !== 0) {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (options.length > 0) setActive((at + step + options.length) % options.length);
    } else if (event.key === 'Enter' && isShown && chosen && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      pick(chosen);
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <div className="relative">
      <Input
        id={id}
        type={props.type}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
        aria-describedby={describedBy}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        invalid={invalid}
        value={text}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={close}
        onChange={(event) => {
          setOpen(true);
          setActive(-1);
          onText(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className={end ? 'pr-10' : ''}
      />
      {end && <div className="absolute inset-y-0 right-0 flex items-center pr-1">{end}</div>}
      <div
        className={`absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-control border border-line bg-surface text-sm shadow-raised ${isShown ? '' : 'hidden'}`}
      >
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label={label}
          className="max-h-64 overflow-y-auto p-1 empty:hidden"
        >
          {options.map((option, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input’s, which keeps the focus
            <div
              key={option.value}
              id={`${listId}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(option)}
              onPointerMove={() => setActive(i)}
              className={`flex min-h-10 cursor-pointer flex-wrap items-center gap-x-2 rounded-md px-2.5 py-1 ${i === at ? 'bg-sunken' : ''}`}
            >
              <span>{option.label}</span>
              {option.detail && <span className="text-muted">{option.detail}</span>}
            </div>
          ))}
        </div>
        {options.length === 0 && message && (
          <p role="status" className="px-3.5 py-2.5 text-muted">
            {message}
          </p>
        )}
      </div>
    </div>
  );
}
