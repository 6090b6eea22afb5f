// Which copy of an app a visitor gets: the same one each time, and of its visitors only those of a lost copy move.

/**
 * The indices of `copies` in the order in which an address should try them (rendezvous hashing): the order among the others
 * does not depend on which of them are there. Those in `avoided` come last, in the same order.
 *
 * @example copiesInOrder('10.1.2.7', ['127.0.0.1:9001', '127.0.0.1:9002'], new Set()) // [1, 0]
 */
export function copiesInOrder(
  address: string,
  copies: readonly string[],
  avoided: ReadonlySet<string>,
): number[] {
  if (copies.length === 1) return [0];
  return copies
    .map((copy, index) => ({ index, score: hash(`${address} ${copy}`), isAvoided: avoided.has(copy) }))
    .sort((a, b) => Number(a.isAvoided) - Number(b.isAvoided) || b.score - a.score || a.index - b.index)
    .map(({ index }) => index);
}

/** FNV-1a, its bits mixed once more (MurmurHash3's finalizer): neighbouring addresses get unrelated numbers. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
