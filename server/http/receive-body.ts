// Streams the body of a request to disk, for routes without a body parser.
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';

/** Creates `file` and stops after more than `limit` bytes. Returns the number of bytes received. */
export async function writeBody(body: IncomingMessage, file: string, limit: number): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    // destroying the request would close the connection before the answer
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

/** Whether the client disconnected before the body was complete. */
export function wasCutOff(body: IncomingMessage): boolean {
  return body.destroyed && !body.complete;
}
