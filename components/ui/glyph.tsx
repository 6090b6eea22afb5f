import type { LucideIcon } from 'lucide-react';
import { isValidElement, type ReactElement } from 'react';

/** An icon: the component, or (where a server component hands it to a client one) the element. */
export type IconGiven = LucideIcon | ReactElement;

/** An icon beside words. Decorative: the words say it. */
export function Glyph({ icon, className = 'size-4' }: { icon: IconGiven; className?: string }) {
  if (isValidElement(icon)) {
    return <span className={`grid shrink-0 place-items-center *:size-full ${className}`}>{icon}</span>;
  }
  const Icon = icon as LucideIcon;
  return <Icon className={`shrink-0 ${className}`} aria-hidden="true" strokeWidth={1.9} />;
}
