'use client';

import { useState } from 'react';
import type { TreeLevel, TreeNode } from '@/lib/ip-ranges/range-tree';

/** A line of the tree in sight: a range, or «show more» at the end of what is loaded of a level. */
export type TreeLine =
  | { kind: 'range'; key: string; node: TreeNode; level: number; parent: string | null; open: boolean }
  | { kind: 'more'; key: string; of: number | null; level: number; parent: string | null; left: number };

type Loaded = { total: number; nodes: readonly TreeNode[] };

/** What is loaded and open, as the lines in sight. */
export function useTree(roots: TreeLevel) {
  const [levels, setLevels] = useState<ReadonlyMap<number | null, Loaded>>(new Map([[null, roots]]));
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [loading, setLoading] = useState<number | null | undefined>(undefined);
  const [failed, setFailed] = useState(false);

  const load = async (of: number | null) => {
    const before = levels.get(of)?.nodes ?? [];
    setLoading(of);
    setFailed(false);
    try {
      const query = new URLSearchParams({ skip: String(before.length), ...(of ? { of: String(of) } : {}) });
      const response = await fetch(`/admin/ip-ranges/tree/children?${query}`);
      if (!response.ok) throw new Error(`the tree answered ${response.status}`);
      const { total, nodes }: TreeLevel = await response.json();
      setLevels((all) => new Map(all).set(of, { total, nodes: [...before, ...nodes] }));
    } catch {
      setFailed(true);
    } finally {
      setLoading(undefined);
    }
  };

  const toggle = (node: TreeNode, wanted = !open.has(node.id)) => {
    setOpen((before) => {
      const after = new Set(before);
      if (wanted) after.add(node.id);
      else after.delete(node.id);
      return after;
    });
    if (wanted && !levels.has(node.id)) void load(node.id);
  };

  const lines: TreeLine[] = [];
  const list = (of: number | null, level: number, parent: string | null) => {
    const loaded = levels.get(of);
    if (!loaded) return;
    for (const node of loaded.nodes) {
      const key = String(node.id);
      const isOpen = open.has(node.id) && node.children > 0;
      lines.push({ kind: 'range', key, node, level, parent, open: isOpen });
      if (isOpen) list(node.id, level + 1, key);
    }
    const left = loaded.total - loaded.nodes.length;
    if (left > 0) lines.push({ kind: 'more', key: `more-${of}`, of, level, parent, left });
  };
  list(null, 1, null);
  return { lines, toggle, load, loading, failed, totalOf: (of: number | null) => levels.get(of)?.total ?? 0 };
}
