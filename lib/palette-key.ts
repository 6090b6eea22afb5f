// ⌘K and Ctrl-K from the page's first moment: a page can be read before its scripts are there, and a browser would take the keys
// for its own search. The script is in the page itself and only notes them; the palette's button, once it lives, does the rest.

/** Fired on `window` each time the keys are pressed. */
export const PALETTE_KEY_EVENT = 'palettekey';

declare global {
  interface Window {
    /** How often they were pressed since anybody heeded it. */
    paletteKeys?: number;
  }
}

/** Runs before everything else of a page. */
export const paletteKeyScript = `
addEventListener('keydown', (event) => {
  if (event.key?.toLowerCase() !== 'k' || event.metaKey === event.ctrlKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  window.paletteKeys = (window.paletteKeys ?? 0) + 1;
  dispatchEvent(new Event('${PALETTE_KEY_EVENT}'));
});
`;

/**
 * Calls `toggle` for each press of the keys, those from before included: an even number of them is none.
 *
 * @returns how to stop it
 */
export function onPaletteKey(toggle: () => void): () => void {
  const heed = () => {
    if ((window.paletteKeys ?? 0) % 2 === 1) toggle();
    window.paletteKeys = 0;
  };
  heed();
  window.addEventListener(PALETTE_KEY_EVENT, heed);
  return () => window.removeEventListener(PALETTE_KEY_EVENT, heed);
}
