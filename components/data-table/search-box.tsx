'use client';

import { LoaderCircle, Search, X } from 'lucide-react';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEarlyInput } from '../ui/early-input';
import { ListStateFields, useListNavigation } from './list-navigation';

const DEBOUNCE = 250;

/** Search as you type. The first letter makes an entry in the history, the others replace it: Back leaves the search. */
export function SearchBox({ label }: { label: string }) {
  const t = useTranslations('list');
  const { path, params, pending, go } = useListNavigation();
  const [text, setText] = useState(params.search);
  const [seen, setSeen] = useState(params.search);
  const [asked, setAsked] = useState(params.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The URL changed by something else than this box: Back, or a link that clears.
  if (seen !== params.search) {
    setSeen(params.search);
    if (params.search !== asked && !pending) {
      setAsked(params.search);
      setText(params.search);
    }
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (given: string) => {
    clearTimeout(timer.current);
    const wanted = given.trim();
    if (wanted === asked) return;
    setAsked(wanted);
    go({ search: wanted }, asked === '' ? 'push' : 'replace');
  };
  const change = (given: string) => {
    setText(given);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(given), DEBOUNCE);
  };
  const onChange = (event: ChangeEvent<HTMLInputElement>) => change(event.target.value);
  const input = useEarlyInput<HTMLInputElement>({ value: text, onChange });
  const Icon = pending ? LoaderCircle : Search;

  return (
    <search className="min-w-0 flex-1 basis-64 md:max-w-md">
      <form
        action={path}
        method="get"
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          search(text);
        }}
      >
        <ListStateFields except={['q', 'page']} />
        <Icon
          aria-hidden="true"
          className={`pointer-events-none absolute inset-y-0 left-3 my-auto size-4.5 text-muted ${pending ? 'animate-spin' : ''}`}
        />
        <input
          ref={input}
          type="search"
          name="q"
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={onChange}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.preventDefault();
            event.stopPropagation();
            setText('');
            search('');
          }}
          className="h-11 w-full rounded-control border border-line bg-surface pr-11 pl-10 text-ink placeholder:text-muted md:h-10 [&::-webkit-search-cancel-button]:hidden"
        />
        {text !== '' && (
          <button
            type="button"
            aria-label={t('clearSearch')}
            className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-muted hover:text-ink"
            onClick={() => {
              setText('');
              search('');
              input.current?.focus();
            }}
          >
            <X aria-hidden="true" className="size-4.5" />
          </button>
        )}
      </form>
    </search>
  );
}
