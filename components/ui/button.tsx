import Link from 'next/link';
import type { ComponentProps } from 'react';
import { Glyph, type IconGiven } from './glyph';
import { Spinner } from './spinner';

type Look = {
  /** `danger` offers to lose something; `loss`, where that has been asked about, does it. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | 'loss';
  /** `icon`: a square; give it an `aria-label`. */
  size?: 'md' | 'sm' | 'icon';
  icon?: IconGiven;
};

const variants = {
  primary: 'bg-water text-on-water shadow-control hover:bg-water-strong',
  secondary: 'border border-edge/50 bg-surface text-ink shadow-control hover:border-edge hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'border border-stop/40 bg-surface text-stop shadow-control hover:border-stop hover:bg-stop-soft',
  loss: 'bg-stop text-on-water shadow-control hover:bg-stop-strong',
};

const sizes = {
  md: 'h-9 gap-2 px-3.5 text-sm pointer-coarse:min-h-11',
  sm: 'h-8 gap-1.5 px-2.5 text-sm pointer-coarse:min-h-11',
  icon: 'size-9 pointer-coarse:size-11',
};

/** The classes of a button, for what looks like one but is another element. */
export function buttonLook({ variant = 'secondary', size = 'md' }: Omit<Look, 'icon'> = {}): string {
  return `inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-control font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 ${variants[variant]} ${sizes[size]}`;
}

export type ButtonProps = Look &
  ComponentProps<'button'> & {
    /** Shows that it is at work, and takes no second click; it stays focusable. */
    pending?: boolean;
  };

export function Button({
  variant,
  size,
  icon,
  pending = false,
  type = 'button',
  className = '',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  // Without a handler it stays usable by server components.
  const guarded = pending ? { onClick: (event: React.MouseEvent) => event.preventDefault() } : { onClick };
  return (
    <button
      type={type}
      className={`${buttonLook({ variant, size })} ${className}`}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      {...rest}
      {...guarded}
    >
      {pending ? <Spinner /> : icon && <Glyph icon={icon} />}
      {children}
    </button>
  );
}

export type LinkButtonProps = Look & ComponentProps<typeof Link>;

/** A link that looks like a button: it leads somewhere, it does nothing. */
export function LinkButton({ variant, size, icon, className = '', children, ...rest }: LinkButtonProps) {
  return (
    <Link prefetch={false} className={`${buttonLook({ variant, size })} ${className}`} {...rest}>
      {icon && <Glyph icon={icon} />}
      {children}
    </Link>
  );
}
