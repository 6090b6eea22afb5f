'use client';

import { type ReactNode, useState } from 'react';

/**
 * The button of a row's menu. The menu itself, with all that its actions need, is only there once it is wanted: a page has up to two
 * hundred of them. `children` is a menu that opens at once.
 */
export function RowMenu({ label, children }: { label: string; children: () => ReactNode }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return children();
  return (
    <button
      type="button"
      className="list-menu-button"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setIsWanted(true)}
    />
  );
}
