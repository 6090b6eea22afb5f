/**
 * The list with one of its items at another place. Pure.
 *
 * @example moveItem(['a', 'b', 'c'], 0, 2) // ['b', 'c', 'a']
 */
export function moveItem<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const moved = items.slice(from, from + 1);
  const others = items.filter((_, i) => i !== from);
  return [...others.slice(0, to), ...moved, ...others.slice(to)];
}
