'use client';

import { ChevronRight, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { RangeEffectBadge, RangeStateBadge } from '@/components/range-badges';
import { Spinner } from '@/components/ui/spinner';
import type { TreeLevel } from '@/lib/ip-ranges/range-tree';
import { type TreeLine, useTree } from './use-tree';

/** A page of the tree. */
const PAGE = 100;

/** Ranges below the ranges they lie in; keys as the tree pattern of the ARIA practices has them. */
export function RangeTree({ roots }: { roots: TreeLevel }) {
  const t = useTranslations('ranges');
  const router = useRouter();
  const { lines, toggle, load, loading, failed, totalOf } = useTree(roots);
  const [current, setCurrent] = useState(lines[0]?.key);
  const tree = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === current),
  );

  const moveTo = (line: TreeLine | undefined) => {
    if (!line) return;
    setCurrent(line.key);
    tree.current?.querySelector<HTMLElement>(`[data-key="${line.key}"]`)?.focus();
  };
  const act = (line: TreeLine) => {
    if (line.kind === 'more') void load(line.of);
    else router.push(`/admin/ip-ranges/${line.node.id}`);
  };
  const press = (event: KeyboardEvent, line: TreeLine) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const parent = line.kind === 'range' && line.node.children > 0 ? line : null;
    switch (event.key) {
      case 'ArrowDown':
        moveTo(lines[at + 1]);
        break;
      case 'ArrowUp':
        moveTo(lines[at - 1]);
        break;
      case 'Home':
        moveTo(lines[0]);
        break;
      case 'End':
        moveTo(lines.at(-1));
        break;
      case 'ArrowRight':
        if (parent?.open) moveTo(lines[at + 1]);
        else if (parent) toggle(parent.node, true);
        break;
      case 'ArrowLeft':
        if (parent?.open) toggle(parent.node, false);
        else moveTo(lines.find(({ key }) => key === line.parent));
        break;
      case ' ':
        if (parent) toggle(parent.node);
        else act(line);
        break;
      case 'Enter':
        act(line);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <>
      <p className="border-line border-b px-4 py-2 text-muted text-xs max-md:hidden">{t('treePage.keys')}</p>
      <div ref={tree} role="tree" aria-label={t('treePage.label')} className="p-1.5">
        {lines.map((line) => (
          <div
            key={line.key}
            data-key={line.key}
            role="treeitem"
            aria-level={line.level}
            aria-selected={line.key === lines[at]?.key}
            aria-expanded={line.kind === 'range' && line.node.children > 0 ? line.open : undefined}
            tabIndex={line.key === lines[at]?.key ? 0 : -1}
            onFocus={() => setCurrent(line.key)}
            onClick={() => act(line)}
            onKeyDown={(event) => press(event, line)}
            style={{ paddingInlineStart: `${Math.min(line.level - 1, 12) * 1.25}rem` }}
            className="cursor-pointer rounded-control text-sm hover:bg-sunken"
          >
            {line.kind === 'range' ? (
              <RangeLine line={line} loading={loading === line.node.id} onToggle={() => toggle(line.node)} />
            ) : (
              <span className="flex min-h-10 items-center gap-2 px-2.5 font-medium text-water pointer-coarse:min-h-11">
                {loading === line.of ? <Spinner /> : <Plus className="size-4" aria-hidden="true" />}
                {t('treePage.more', { count: Math.min(PAGE, line.left), total: totalOf(line.of) })}
              </span>
            )}
          </div>
        ))}
      </div>
      <p role="status" className="px-4 text-sm text-stop">
        {failed ? <span className="block py-3">{t('treePage.failed')}</span> : null}
      </p>
    </>
  );
}

type RangeLineProps = {
  line: Extract<TreeLine, { kind: 'range' }>;
  loading: boolean;
  onToggle: () => void;
};

function RangeLine({ line: { node, open }, loading, onToggle }: RangeLineProps) {
  const t = useTranslations('ranges');
  const { range, label, owner, effect, state, children } = node;
  return (
    <span className="flex min-h-10 items-center gap-1 pr-2.5 pointer-coarse:min-h-11">
      {/* A mouse's and a finger's way to open: the keyboard has its own on the line itself. */}
      <span
        aria-hidden="true"
        className="grid size-9 shrink-0 place-items-center rounded-control text-muted hover:text-ink pointer-coarse:size-11"
        onClick={(event) => {
          if (children === 0) return;
          event.stopPropagation();
          onToggle();
        }}
      >
        {loading ? (
          <Spinner />
        ) : (
          children > 0 && (
            <ChevronRight className={`size-4 transition-transform ${open ? 'rotate-90' : ''}`} />
          )
        )}
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 py-1">
        <span className="font-medium font-mono">{range}</span>
        {label && <span className="min-w-0">{label}</span>}
        {owner && <span className="text-muted">{owner.name}</span>}
        {effect === 'deny' && <RangeEffectBadge effect={effect} t={t} />}
        {state !== 'active' && <RangeStateBadge state={state} t={t} />}
      </span>
      {children > 0 && (
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {t('treePage.children', { count: children })}
        </span>
      )}
    </span>
  );
}
