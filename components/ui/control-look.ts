/** The look of everything that text is typed into. */
export const controlLook =
  'w-full rounded-control border bg-surface px-3 text-ink text-sm shadow-control transition-colors placeholder:text-muted/80 hover:border-edge focus:border-water focus:outline-none focus:ring-3 focus:ring-water/25 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-stop aria-invalid:focus:ring-stop/25 pointer-coarse:text-base';
