import type { ReactNode } from 'react';

/** A command of the terminal, in the middle of a sentence. */
export const commandText = (command: ReactNode) => (
  <code className="whitespace-nowrap rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.92em] text-ink">
    {command}
  </code>
);
