import { useCallback, useRef, useState } from 'react';

/**
 * A component whose script is only fetched when it is first wanted, which keeps a page's first load small: null until it is
 * there, and the function that fetches it.
 */
export function useLoaded<Component>(load: () => Promise<Component>): [Component | null, () => void] {
  const [loaded, setLoaded] = useState<{ component: Component } | null>(null);
  const asked = useRef(false);
  const want = useCallback(() => {
    if (asked.current) return;
    asked.current = true;
    load().then(
      (component) => setLoaded({ component }),
      () => {
        // The connection broke: the next click asks again.
        asked.current = false;
      },
    );
  }, [load]);
  return [loaded?.component ?? null, want];
}
