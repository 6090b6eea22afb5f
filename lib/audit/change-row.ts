// A change as a list shows it: in words, so that the page's own code needs to know none of them.

import type { Reader } from '../format';
import { translator } from '../i18n';
import { diffFields, type Snapshot } from './change';
import { entityWord, fieldWord, kindWord, objectName, valueWords } from './change-words';
import type { RecordedChange } from './changes';

/** A field that a change touched. `was` of a new object and `became` of a deleted one are null. */
export type ChangedField = {
  readonly field: string;
  /** Of the field, in words. */
  readonly name: string;
  readonly was: string | null;
  readonly became: string | null;
};

export type ChangeRow = Pick<RecordedChange, 'id' | 'at' | 'actor' | 'address' | 'kind'> & {
  readonly kindWord: string;
  readonly entity: string;
  readonly object: string;
  /** The fields in a line. */
  readonly summary: string;
  readonly fields: readonly ChangedField[];
};

/** Fields named in a line; the others are counted. */
const MOST_NAMED = 4;

export function changeRow(change: RecordedChange, by: Reader): ChangeRow {
  const t = translator(by.locale, 'changes');
  const { id, at, actor, address, kind, entity, label, before, after } = change;
  const fields = changedFields(before, after, by);
  const names = fields.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = fields.length - names.length;
  const named = names.join(', ') + (more > 0 ? ` ${t('andMore', { count: more })}` : '');
  return {
    ...{ id, at, actor, address, kind, kindWord: kindWord(kind, by.locale) },
    ...{ entity: entityWord(entity, by.locale), object: objectName(entity, label, by.locale) },
    ...{ summary: kind === 'update' ? named : t('details'), fields },
  };
}

/** What a change says of its fields; of an object that came or went, what was never filled in says nothing. */
export function changedFields(before: Snapshot | null, after: Snapshot | null, by: Reader): ChangedField[] {
  return diffFields(before ?? {}, after ?? {})
    .filter((field) => !(isEmpty(field.before) && isEmpty(field.after)))
    .map(({ field, before: was, after: became }) => ({
      ...{ field, name: fieldWord(field, by.locale) },
      was: before && valueWords(field, was, by),
      became: after && valueWords(field, became, by),
    }));
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
