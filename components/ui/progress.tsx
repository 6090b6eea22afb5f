export type ProgressProps = {
  /** 0 to 1; null: under way, nobody knows how far. */
  value: number | null;
  label: string;
};

/** How far something has come. */
export function Progress({ value, label }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={`h-full rounded-full bg-water ${percent === null ? 'w-1/3 animate-sweep' : 'transition-[width]'}`}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
