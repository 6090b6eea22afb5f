import { type AddressRange, formatRange } from '../routing/range';

/**
 * A range as people speak of it: by its label, with its addresses.
 *
 * @example rangeName({ label: 'Desk', range }) // 'Desk (10.1.2.7)'
 */
export function rangeName({ label, range }: { label: string; range: AddressRange }): string {
  const addresses = formatRange(range);
  return label ? `${label} (${addresses})` : addresses;
}
