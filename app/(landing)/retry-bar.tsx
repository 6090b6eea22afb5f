/** The wait until the page asks again, running out. SMIL, for the page has neither script nor inline style. */
export function RetryBar({ seconds }: { seconds: number }) {
  return (
    <svg
      className="h-1.5 w-full rounded-full text-water motion-reduce:hidden"
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="100" height="1" className="fill-sunken" />
      <rect width="100" height="1" fill="currentColor">
        <animate attributeName="width" from="0" to="100" dur={`${seconds}s`} fill="freeze" />
      </rect>
    </svg>
  );
}
