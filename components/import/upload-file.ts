// Sends a file in pieces, one after the other. Runs in the browser.

/** Below what any web server takes unless it is told otherwise. */
const PIECE = 512 * 1024;

export class UploadRefused extends Error {}

/**
 * Uploads the file and returns the import's id. Throws UploadRefused with the server's words, or what fetch throws.
 *
 * @param progress is told how much has arrived, 0 to 1
 */
export async function uploadFile(
  file: File,
  about: { kind: string; prune: boolean },
  progress: (part: number) => void,
): Promise<string> {
  const { id } = (await answerOf(
    fetch('/admin/import/upload', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...about, fileName: file.name, size: file.size }),
    }),
  )) as { id: string };
  for (let offset = 0; offset < file.size; offset += PIECE) {
    progress(offset / file.size);
    await answerOf(
      fetch(`/admin/import/upload?id=${id}&offset=${offset}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: file.slice(offset, offset + PIECE),
      }),
    );
  }
  return id;
}

async function answerOf(sent: Promise<Response>): Promise<unknown> {
  const response = await sent;
  const answer = (await response.json().catch(() => null)) as { message?: string } | null;
  if (!response.ok || !answer) throw new UploadRefused(answer?.message ?? '');
  return answer;
}
