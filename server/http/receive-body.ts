// Writes the body of a request to disk as it comes, for routes that leave it unread.
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';

/** Makes `file`, and stops once more than `limit` bytes came; answers how many did. */
export async function writeBody(body: IncomingMessage, file: string, limit: number): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    // a request destroyed here could not be answered any more
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > limit) break;
      await handle.writeFile(chunk);
    }
    return size;
  } finally {
    await handle.close();
  }
}

/** Whether the sender went away before the body was whole. */
export function wasCutOff(body: IncomingMessage): boolean {
  return body.destroyed && !body.complete;
}
