// Streams the body of a request to an upload of the content store, for routes without a body parser.
import type { IncomingMessage } from 'node:http';
import type { ContentStore } from '../storage/content-store.ts';

/** Whose body it is, and the id of the upload. */
interface BodyUpload {
  sender: string;
  id: string;
}

/** Begins the upload and stops after more than `limit` bytes. Returns the number of bytes received. */
export async function receiveBody(
  contents: ContentStore,
  { id, sender }: BodyUpload,
  body: IncomingMessage,
  limit: number,
): Promise<number> {
  await contents.begin({ id, sender, size: null });
  return contents.append(id, 0, beginningOf(body, limit));
}

async function* beginningOf(body: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  // destroying the request would close the connection before the answer
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    yield chunk;
    if (size > limit) return;
  }
}

/** Whether the client disconnected before the body was complete. */
export function wasCutOff(body: IncomingMessage): boolean {
  return body.destroyed && !body.complete;
}
