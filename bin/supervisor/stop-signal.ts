/** Under npm a Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const SAME_PRESS = 1000;

/** Resolves at the first request to stop; one that follows later calls `killNow`. */
export function stopSignal(killNow: () => void): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = () => {
      const now = Date.now();
      if (first === undefined) first = now;
      else if (now - first > SAME_PRESS) killNow();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
