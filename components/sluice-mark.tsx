/** The mark: a raised gate between two posts, water running through. Decorative; the name stands beside it. */
export function SluiceMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b6b8a" />
      <path d="M8 7v18M24 7v18" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <rect x="11.5" y="5.5" width="9" height="8.5" rx="1.5" fill="#fff" />
      <path
        d="M11.5 19.5q2.25-2.5 4.5 0t4.5 0M11.5 24.5q2.25-2.5 4.5 0t4.5 0"
        fill="none"
        stroke="#9fe3f5"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
    </svg>
  );
}
