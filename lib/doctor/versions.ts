/** A version's numbers; what follows a hyphen or plus, as in 1.0.0-rc.1, is left out. */
const numbersOf = (version: string) => version.replace(/^v/, '').split(/[-+~]/)[0]!.split('.').map(Number);

/**
 * Which of two dotted versions is older: below 0, 0 or above 0. A missing number counts as 0.
 *
 * @example compareVersions('1.9.0', '1.10') // -1
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
