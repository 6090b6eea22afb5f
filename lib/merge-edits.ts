// Two people edited one row: what each of them changed. Pure.

type Values = Readonly<Record<string, unknown>>;

export type EditDifference = {
  readonly field: string;
  /** How it was when the form was opened. */
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** Whose change it is: only one of them has changed the field, or both have, differently. */
  readonly changedBy: 'them' | 'me' | 'both';
};

/**
 * The fields in which two edits of one row differ, in the order of `fields`. Empty texts, null and absence are the same, as are a
 * number and its digits: a form and a row write them differently.
 *
 * @param base as it was when this edit began
 * @param theirs as the other one has saved it; a field that it does not know is left out
 * @param mine as this one would save it
 * @example compareEdits(['name'], { name: 'A' }, { name: 'B' }, { name: 'A' }) // [{ field: 'name', …, changedBy: 'them' }]
 */
export function compareEdits(
  fields: readonly string[],
  base: Values,
  theirs: Values,
  mine: Values,
): EditDifference[] {
  return fields
    .filter((field) => Object.hasOwn(theirs, field) && !sameFieldValue(theirs[field], mine[field]))
    .map((field) => ({
      field,
      base: base[field],
      theirs: theirs[field],
      mine: mine[field],
      changedBy: sameFieldValue(base[field], mine[field])
        ? 'them'
        : sameFieldValue(base[field], theirs[field])
          ? 'me'
          : 'both',
    }));
}

/** Whether two values of a field mean the same. */
export function sameFieldValue(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b);
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value.map(String));
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value).replaceAll('\r\n', '\n').trim();
}
