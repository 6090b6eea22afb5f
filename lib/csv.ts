// Lines of CSV as every spreadsheet reads them (RFC 4180). Pure.

/** First in a file that Excel shall take for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * One line with its line break. A text that a spreadsheet would take for a formula gets an apostrophe in front, which an
 * import takes off again.
 *
 * @example csvLine(['a', 'b, c', '=1+1']) // 'a,"b, c",\'=1+1\r\n'
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  // An apostrophe is guarded too: an import has to tell the two apart.
  const safe = typeof value === 'string' && /^[=+\-@\t\r\n']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
