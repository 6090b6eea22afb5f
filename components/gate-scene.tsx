export type GateState = 'open' | 'waiting' | 'closed' | 'stopped';

/** How far down the gate's leaf hangs, as its lower edge, and its colours. */
const leaves: Record<GateState, { bottom: number; colour: string }> = {
  open: { bottom: 46, colour: 'fill-water-soft stroke-water' },
  waiting: { bottom: 62, colour: 'fill-water-soft stroke-water' },
  closed: { bottom: 88, colour: 'fill-stop-soft stroke-stop' },
  stopped: { bottom: 88, colour: 'fill-warn-soft stroke-warn' },
};

/** The gate as a picture of the answer: up, half raised, or down. Decorative: the heading says it in words. */
export function GateScene({ state, className }: { state: GateState; className?: string }) {
  const { bottom, colour } = leaves[state];
  const isDown = state === 'closed' || state === 'stopped';
  return (
    <svg
      viewBox="0 0 200 104"
      className={className}
      aria-hidden="true"
      focusable="false"
      fill="none"
      strokeWidth="3"
    >
      <g className="stroke-water" strokeLinecap="round">
        <path d="M8 54q6-6 12 0t12 0 12 0M14 68q6-6 12 0t12 0 12 0M8 82q6-6 12 0t12 0 12 0" opacity="0.5" />
        {isDown ? (
          <path d="M154 91h38" opacity="0.3" />
        ) : (
          <path d="M76 74q6-6 12 0t12 0 12 0 12 0M76 88q6-6 12 0t12 0 12 0 12 0" opacity="0.8" />
        )}
        {!isDown && <path d="M150 74q6-6 12 0t12 0 12 0M156 88q6-6 12 0t12 0 12 0" opacity="0.5" />}
      </g>
      <g className={colour} strokeLinejoin="round" strokeLinecap="round">
        <path d={`M100 12V${bottom - 40}`} />
        <rect x="76" y={bottom - 40} width="48" height="40" rx="4" />
        <path d={`M84 ${bottom - 27}h32M84 ${bottom - 13}h32`} opacity="0.5" />
      </g>
      <g className="fill-surface stroke-ink" strokeLinejoin="round">
        <rect x="60" y="10" width="11" height="84" rx="3" />
        <rect x="129" y="10" width="11" height="84" rx="3" />
        <rect x="52" y="4" width="96" height="11" rx="5.5" />
      </g>
      <path d="M44 97h112" className="stroke-ink" strokeLinecap="round" />
    </svg>
  );
}
