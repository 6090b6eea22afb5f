'use client';

import { type ReactNode, useState } from 'react';
import { buttonLook } from '@/components/ui/button';

const look = buttonLook({ variant: 'quiet', size: 'icon' });

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
      className={look}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setIsWanted(true)}
    >
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true" className="list-dots">
        <path d="M5 12h.01M12 12h.01M19 12h.01" />
      </svg>
    </button>
  );
}
