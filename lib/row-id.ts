/**
 * The id of a row as an address writes it; null for anything else. Ids of both databases fit in 31 bits.
 *
 * @example parseRowId('17') // 17
 */
export function parseRowId(text: string | null | undefined): number | null {
  const id = /^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : 0;
  return id > 0 && id < 2 ** 31 ? id : null;
}
