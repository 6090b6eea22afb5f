// What the fields of apps, users and ranges have in common, and how a refused field is told. The message of a check is a
// code: its words, with what to write instead, are in messages/, under `rules` (for addresses under `address`).

import { z } from 'zod';
import { closest } from './closest';

export type FieldProblem = {
  /** Where in the object: `['apps', 1]`. */
  path: PropertyKey[];
  code: string;
  params: Record<string, string | number>;
  /** The namespace of the words. */
  words: 'rules' | 'address' | 'auth' | 'people' | 'ranges' | 'users' | 'apps' | 'import' | 'settings';
};

// Control characters, line separators, halves of surrogate pairs, and the bidirectional overrides and isolates with which a
// text can be made to read as another one.
const plainText = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;

const stop = (error: string) => ({ error, abort: true });

/** A text of one line, trimmed. */
export const text = (longest: number) =>
  z.string('TEXT').trim().max(longest, stop('TOO_LONG')).regex(plainText, stop('CONTROL'));

export const requiredText = (longest: number) =>
  z
    .string('TEXT')
    .trim()
    .min(1, stop('EMPTY_TEXT'))
    .max(longest, stop('TOO_LONG'))
    .regex(plainText, stop('CONTROL'));

export const flag = z.boolean('BOOLEAN');

export const landings = ['first', 'choose'] as const;
export const landing = z.enum(landings, 'LANDING');

/** Host names as RFC 1123 writes them, in letters of either case. */
const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Whether a text is a host name; one of digits and dots only would be taken for an address. */
export const isHostName = (name: string) =>
  hostName.test(name) && !/^[\d.]+$/.test(name) && !/\.\d+$/.test(name);

/** Ordered grants: slugs of apps, each once. */
export const appSlugs = z
  .array(z.string('APP_TEXT'), 'APP_LIST')
  .max(1000, stop('TOO_MANY_APPS'))
  .superRefine((slugs, context) => {
    const seen = new Set<string>();
    slugs.forEach((slug, i) => {
      if (seen.has(slug)) {
        context.addIssue({ code: 'custom', message: 'APP_TWICE', path: [i], params: { slug: shown(slug) } });
      }
      seen.add(slug);
    });
  });

export const EXAMPLE_INSTANT = '2026-12-31T18:00:00+09:00';

/** A value as it may stand in a message: on one line, bounded, without control characters. */
export function shown(value: unknown): string {
  const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const visible = written.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return visible.length > 80 ? `${visible.slice(0, 79)}…` : visible;
}

/**
 * The fields of an object that are right on their own, whatever is wrong with the others; a field that is left out has its
 * default. What depends on several objects can then be checked for this one too.
 */
export function validFields<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
  item: unknown,
): { [Field in keyof Shape]?: z.output<Shape[Field]> } {
  if (typeof item !== 'object' || item === null) return {};
  const fields = Object.entries(shape).flatMap(([field, schema]) => {
    const result = schema.safeParse((item as Record<string, unknown>)[field]);
    return result.success ? [[field, result.data]] : [];
  });
  return Object.fromEntries(fields);
}

/**
 * What a schema has to say about a value. Parse with `reportInput`, so that the words can show what was given.
 *
 * @param fields the names of the object's fields, for «did you mean»
 */
export function fieldProblems(error: z.ZodError, fields: readonly string[]): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    const { path } = issue;
    const field = path.findLast((part) => typeof part === 'string') ?? '';
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'UNKNOWN_KEY',
        params: { key: shown(key), suggestion: closest(key, fields) ?? '', fields: fields.join(', ') },
        words: 'rules',
      }));
    }
    if (issue.code === 'invalid_type' && path.length > 0) {
      if (issue.input === undefined) return [{ path, code: 'MISSING', params: { field }, words: 'rules' }];
      if (issue.input === null) return [{ path, code: 'NO_VALUE', params: { field }, words: 'rules' }];
    }
    const { address, ...given } = (issue.code === 'custom' ? issue.params : undefined) ?? {};
    const maximum = issue.code === 'too_big' ? Number(issue.maximum) : 0;
    return [
      {
        path,
        code: issue.message,
        params: {
          field,
          value: shown(issue.input),
          maximum,
          suggestion: '',
          example: EXAMPLE_INSTANT,
          ...given,
        },
        words: address === true ? 'address' : 'rules',
      },
    ];
  });
}

/** Parameters for the words of a problem: ICU's `select` has no case for an empty text, and takes `none` for it. */
export function spokenParams(params: FieldProblem['params']): FieldProblem['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, value === '' ? 'none' : value]),
  );
}
