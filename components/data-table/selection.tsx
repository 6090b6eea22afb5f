'use client';

import { X } from 'lucide-react';
import {
  createContext,
  type MouseEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl/react';

export type SelectableRow = { id: number; label: string };

type Selection = {
  rows: readonly SelectableRow[];
  chosen: ReadonlyMap<number, string>;
  choose: (rows: readonly SelectableRow[], on: boolean) => void;
  clear: () => void;
  /** The row clicked last: where a range begins that is chosen with the shift key. */
  anchor: { current: number | null };
};

const Context = createContext<Selection | null>(null);

function useSelectionContext(): Selection {
  const selection = use(Context);
  if (!selection) throw new Error('a selection is asked for outside of its list');
  return selection;
}

/** Which rows are chosen. They stay so on the list's other pages, and the bar says how many are elsewhere. */
export function SelectionProvider({
  rows,
  children,
}: {
  rows: readonly SelectableRow[];
  children: ReactNode;
}) {
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(new Map());
  const anchor = useRef<number | null>(null);
  const choose = useCallback((some: readonly SelectableRow[], on: boolean) => {
    setChosen((before) => {
      const after = new Map(before);
      for (const { id, label } of some) {
        if (on) after.set(id, label);
        else after.delete(id);
      }
      return after;
    });
  }, []);
  const clear = useCallback(() => {
    setChosen(new Map());
    anchor.current = null;
  }, []);
  const isEmpty = chosen.size === 0;
  useEffect(() => {
    if (isEmpty) return;
    const onKey = (event: KeyboardEvent) => {
      // A dialog or menu that was open has taken this key for itself.
      if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target)) clear();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isEmpty, clear]);
  const selection = useMemo(() => ({ rows, chosen, choose, clear, anchor }), [rows, chosen, choose, clear]);
  return <Context value={selection}>{children}</Context>;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('textarea, select, [role="dialog"], input:not([type="checkbox"])') !== null;

/** The rows chosen: for the controls in a list's bulk bar. */
export function useSelection(): { ids: number[]; labels: string[]; clear: () => void } {
  const { chosen, clear } = useSelectionContext();
  return useMemo(() => ({ ids: [...chosen.keys()], labels: [...chosen.values()], clear }), [chosen, clear]);
}

/** Chooses one row; with the shift key, all from the one clicked before. */
export function RowCheckbox({ id, label, name }: SelectableRow & { name: string }) {
  const { rows, chosen, choose, anchor } = useSelectionContext();
  const isChosen = chosen.has(id);
  const click = (event: MouseEvent) => {
    const from = rows.findIndex((row) => row.id === anchor.current);
    const to = rows.findIndex((row) => row.id === id);
    const some =
      event.shiftKey && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [{ id, label }];
    choose(some, !isChosen);
    anchor.current = id;
  };
  return (
    <label className="list-box">
      <input type="checkbox" aria-label={name} checked={isChosen} onClick={click} onChange={() => {}} />
    </label>
  );
}

/** Chooses every row of the page. */
export function PageCheckbox() {
  const t = useTranslations('list');
  const { rows, chosen, choose } = useSelectionContext();
  const count = rows.filter(({ id }) => chosen.has(id)).length;
  const all = count > 0 && count === rows.length;
  return (
    <label className="list-box">
      <input
        type="checkbox"
        aria-label={t('selectPage')}
        checked={all}
        ref={(input) => {
          if (input) input.indeterminate = count > 0 && !all;
        }}
        onChange={() => choose(rows, !all)}
      />
    </label>
  );
}

/** What can be done with the rows chosen; there while there are any. */
export function BulkBar({ children }: { children: ReactNode }) {
  const t = useTranslations('list');
  const { rows, chosen, clear } = useSelectionContext();
  const here = rows.filter(({ id }) => chosen.has(id)).length;
  const elsewhere = chosen.size - here;
  return (
    <>
      <p role="status" className="sr-only">
        {chosen.size > 0 ? t('selected', { count: chosen.size }) : ''}
      </p>
      {chosen.size > 0 && (
        <section
          aria-label={t('bulkActions')}
          className="sticky bottom-3 z-20 mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-surface p-2 pl-4 shadow-raised"
        >
          <p className="font-semibold">
            {t('selected', { count: chosen.size })}
            {elsewhere > 0 && (
              <span className="ml-2 font-normal text-muted text-sm">
                {t('elsewhere', { count: elsewhere })}
              </span>
            )}
          </p>
          <div className="flex flex-1 flex-wrap items-center gap-2">{children}</div>
          <button
            type="button"
            aria-label={t('clearSelection')}
            title={t('clearSelection')}
            onClick={clear}
            className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink md:size-10"
          >
            <X aria-hidden="true" className="size-5" />
          </button>
        </section>
      )}
    </>
  );
}
