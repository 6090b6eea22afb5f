// Takes a file in pieces, each small enough for every server on the way: POST says what comes, PUT brings a piece.

import { z } from 'zod';
import { asAdministrator } from '@/lib/admin-action';
import { mayAct } from '@/lib/auth/administrator';
import { Refusal } from '@/lib/errors';
import { translator } from '@/lib/i18n';
import { importKinds, LARGEST_UPLOAD } from '@/lib/import/import-state';
import { addToUpload, createImport, findImport, startCheck } from '@/lib/import/imports';

const announced = z.object({
  fileName: z
    .string()
    .transform((name) => name.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '').trim())
    .pipe(z.string().min(1).max(255)),
  kind: z.enum(importKinds),
  prune: z.boolean(),
  size: z.int().min(0),
});

/** Larger pieces are refused: they are held in memory. */
const LARGEST_PIECE = 1024 * 1024;

const refused = ({ code, message }: { code: string; message: string }) =>
  Response.json({ message }, { status: code === 'SIGNED_OUT' ? 401 : code === 'DATABASE' ? 503 : 403 });

export async function POST(request: Request): Promise<Response> {
  return asAdministrator(
    'editor',
    async (by) => {
      const t = translator(by.locale, 'import');
      const parsed = announced.safeParse(await request.json().catch(() => null));
      if (!parsed.success) return Response.json({ message: t('badRequest') }, { status: 400 });
      const given = parsed.data;
      if (given.prune && !mayAct(by.role, 'admin')) throw new Refusal('ROLE', { role: 'admin' });
      if (given.size === 0) return Response.json({ message: t('emptyFile') }, { status: 400 });
      if (given.size > LARGEST_UPLOAD) {
        const message = t('tooLarge', { megabytes: LARGEST_UPLOAD / 1024 / 1024 });
        return Response.json({ message }, { status: 413 });
      }
      return Response.json({
        id: await createImport(by, { ...given, prune: given.prune && given.kind === 'rules' }),
      });
    },
    refused,
  );
}

export async function PUT(request: Request): Promise<Response> {
  return asAdministrator(
    'editor',
    async (by) => {
      const t = translator(by.locale, 'import');
      const query = new URL(request.url).searchParams;
      const found = findImport(by, query.get('id') ?? '');
      if (found?.state.phase !== 'uploading') {
        return Response.json({ message: t('gone') }, { status: 404 });
      }
      const bytes = new Uint8Array(await request.arrayBuffer());
      const received =
        bytes.length > LARGEST_PIECE
          ? -1
          : await addToUpload(found, Number(query.get('offset') ?? Number.NaN), bytes);
      if (received < 0) return Response.json({ message: t('uploadFailed') }, { status: 409 });
      if (received === found.upload.size) startCheck(found);
      return Response.json({ received });
    },
    refused,
  );
}
