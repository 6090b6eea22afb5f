/** Whether a value is an integer from `fewest` to `most`. */
export const isWholeNumber = (
  given: unknown,
  { fewest, most }: { fewest: number; most: number },
): given is number => Number.isInteger(given) && (given as number) >= fewest && (given as number) <= most;
