// Radix keeps the page from scrolling behind a dialog by a style of its own, and looks here for the nonce that lets it. The
// document's own counts: what comes later by the router carries that of another answer.

/** The name by which libraries know it, among the globals. */
const NAME = '__webpack_nonce__';

if (typeof document !== 'undefined') {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  Object.assign(globalThis, { [NAME]: nonce });
}
