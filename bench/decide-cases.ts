// What is asked of decide(): tables of these sizes, addresses of these families, given in these forms.

export const sizes = ['100', '10000', 'all'] as const;
export const families = ['IPv4', 'IPv6', 'mixed'] as const;
export const forms = ['text', 'parsed'] as const;

export type DecideTimes = {
  /** Ranges of each size. */
  counts: Record<string, number>;
  /** For `size family form`, nanoseconds a decision, a number a round. */
  times: Record<string, number[]>;
};
