// One object of the rules as it stands in a file: what is at its default is left out, texts are quoted where they have to be.

import { appSchema } from '../apps/schema';
import type { Snapshot, SnapshotValue } from '../audit/change';
import { rangeSchema } from '../ip-ranges/schema';
import { userSchema } from '../users/schema';

/** The fields of an object in the order in which people read them. */
export const appOrder = Object.keys(appSchema.in.shape);
export const userOrder = moved(Object.keys(userSchema.in.shape), ['apps', 'landing'], 'department');
export const rangeOrder = moved(Object.keys(rangeSchema.in.shape), ['user', 'apps'], 'label');

function moved(fields: string[], names: string[], after: string): string[] {
  const rest = fields.filter((field) => !names.includes(field));
  return rest.flatMap((field) => (field === after ? [field, ...names] : [field]));
}

const defaults: Snapshot = { effect: 'allow', enabled: true, guarded: true, maintenance: false, path: '/' };

const moments = new Set(['validFrom', 'validUntil', 'maintenanceUntil']);

/** The fields that are not at their default, in order. */
export function givenFields(
  rule: Snapshot,
  order: readonly string[],
): [string, NonNullable<SnapshotValue>][] {
  return order.flatMap((field): [string, NonNullable<SnapshotValue>][] => {
    const value = rule[field] ?? null;
    const isDefault =
      value === null ||
      value === '' ||
      value === defaults[field] ||
      (Array.isArray(value) && value.length === 0);
    return isDefault ? [] : [[field, moments.has(field) ? withoutZeros(String(value)) : value]];
  });
}

const withoutZeros = (moment: string) => moment.replace(/\.000Z$/, 'Z');

/**
 * An object on one line.
 *
 * @example yamlItem({ slug: 'sales', name: 'Sales', port: 8501, enabled: true }, appOrder) // '{ slug: sales, name: Sales, port: 8501 }'
 */
export function yamlItem(rule: Snapshot, order: readonly string[]): string {
  const fields = givenFields(rule, order).map(([field, value]) => `${field}: ${yamlValue(value)}`);
  return `{ ${fields.join(', ')} }`;
}

export function yamlValue(value: NonNullable<SnapshotValue>): string {
  if (Array.isArray(value)) return `[${value.map(yamlValue).join(', ')}]`;
  return typeof value === 'string' ? yamlText(value) : String(value);
}

// Quoted unless it is plainly a text to everyone: to YAML 1.1's readers too, for which `yes` and `12:30` are not.
const plain = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_./@+-]|:(?=[\p{L}\p{N}:/])| (?=[\p{L}\p{N}]))*$/u;
const wordWithMeaning = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const likeNumber =
  /^[\d_]+(?:[.:][\d_]*)?(?:e[-+]?\d+)?$|^0[box][\da-f_]*$|^\d{4}-\d\d?-\d\d?$|^[\d_]+(?::[0-5]?\d)+(?:\.[\d_]*)?$/i;

/**
 * A text as a YAML scalar inside a flow collection. Double quotes as JSON has them, which YAML 1.2 contains.
 *
 * @example yamlText('Sales floor') // 'Sales floor'
 * @example yamlText('yes') // '"yes"'
 */
export function yamlText(value: string): string {
  if (plain.test(value) && !wordWithMeaning.test(value) && !likeNumber.test(value)) return value;
  // A byte order mark inside a text: YAML readers may take it for the beginning of another document.
  return JSON.stringify(value).replaceAll('\ufeff', '\\ufeff');
}
