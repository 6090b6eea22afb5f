// What differs between two texts, line by line.

export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string };

/** From so many pairs of lines on, the part that differs is told as a whole: what went, then what came. */
const MOST_PAIRS = 4_000_000;

/**
 * The lines that lead from one text to the other, with up to `context` lines that are the same around each difference; empty
 * where there is none. Lines left out are told as one line «⋯».
 *
 * @example lineDiff('a\nb\nc', 'a\nc', 0) // [{ kind: 'same', text: '⋯' }, { kind: 'removed', text: 'b' }, { kind: 'same', text: '⋯' }]
 */
export function lineDiff(before: string, after: string, context = 3): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  const middle = differing(a.slice(start, a.length - end), b.slice(start, b.length - end));
  if (middle.length === 0) return [];
  return folded([...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)], context);
}

function differing(a: string[], b: string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  /** The length of the longest common subsequence of what is left from each pair of places on. */
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j]!;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! });
      i++;
      j++;
    } else if (j < b.length && (i === a.length || at(i, j + 1) > at(i + 1, j))) lines.push(added(b[j++]!));
    else lines.push(removed(a[i++]!));
  }
  return lines;
}

function folded(lines: DiffLine[], context: number): DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, i) => {
    if (kind === 'same') return;
    for (let n = i - context; n <= i + context; n++) near.add(n);
  });
  return lines.flatMap((line, i) => {
    if (near.has(i)) return [line];
    const isFirstLeftOut = i === 0 || near.has(i - 1);
    return isFirstLeftOut ? [{ kind: 'same' as const, text: '⋯' }] : [];
  });
}
