// The JSON Schema of the rules file, for editors. `node --import tsx lib/rules-file/json-schema.ts` writes it to
// docs/rules.schema.json; a test tells when that is out of date.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { appSchema } from '../apps/schema';
import { homeDir } from '../env';
import { rangeSchema } from '../ip-ranges/schema';
import { userSchema } from '../users/schema';

export const schemaPath = join(homeDir, 'docs', 'rules.schema.json');

/** The text of the schema: what may be written, before defaults are filled in. */
export function rulesJsonSchema(): string {
  const file = z.strictObject({
    $schema: z.string().optional().meta({ description: 'Where this schema is, for editors.' }),
    apps: z.array(appSchema).optional().meta({ description: 'The apps that visitors are sent to.' }),
    users: z.array(userSchema).optional().meta({ description: 'The people, and the apps granted to them.' }),
    ranges: z
      .array(rangeSchema)
      .optional()
      .meta({ description: 'Addresses, and whom or what they are for.' }),
  });
  const schema = z.toJSONSchema(file, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: 'Sluice rules' }, undefined, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(schemaPath, rulesJsonSchema());
