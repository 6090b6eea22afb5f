const tones = [
  'bg-tile-1',
  'bg-tile-2',
  'bg-tile-3',
  'bg-tile-4',
  'bg-tile-5',
  'bg-tile-6',
  'bg-tile-7',
  'bg-tile-8',
] as const;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const firstGrapheme = (text: string) =>
  graphemes.segment(text)[Symbol.iterator]().next().value?.segment ?? '';

/**
 * One or two letters that stand for a name: the first of its first two words, or the first one of a single word.
 *
 * @example initials('Sales dashboard') // 'SD'
 */
export function initials(name: string): string {
  const words = name.split(/[\s_-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => firstGrapheme(word.replace(/^[^\p{L}\p{N}]+/u, '')).toUpperCase())
    .join('');
}

/** The colour of a slug: always the same, spread over the eight. */
export function tileTone(slug: string): (typeof tones)[number] {
  let hash = 0;
  for (const character of slug) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return tones[hash % tones.length]!;
}

/** A square with an app's initials in the app's colour. Decorative: the name is always beside it. */
export function AppTile({ slug, name }: { slug: string; name: string }) {
  return (
    <span
      aria-hidden="true"
      className={`grid size-12 shrink-0 place-items-center rounded-xl font-semibold text-lg text-white tracking-tight ${tileTone(slug)}`}
    >
      {initials(name) || initials(slug)}
    </span>
  );
}
