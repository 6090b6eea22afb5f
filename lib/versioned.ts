// The input of an edit: the fields of an object, which object is meant and on which state of it the edit is based.

import { z } from 'zod';

export type Versioned<Value> = {
  readonly id: number;
  /** The `updatedAt` that was read, as ISO string. */
  readonly version: string;
  readonly value: Value;
};

const head = z.looseObject({ id: z.int(), version: z.string() }, 'OBJECT');

/** `{ id, version, ...fields }` with the fields checked by `schema`, whose problems keep their places. */
export function versioned<Value>(schema: z.ZodType<Value>) {
  return head.transform(({ id, version, ...fields }, context): Versioned<Value> => {
    const result = schema.safeParse(fields, { reportInput: true });
    if (result.success) return { id, version, value: result.data };
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: issue.input } as never);
    return z.NEVER;
  });
}
