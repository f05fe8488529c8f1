// Receives the files of a technician's reply, which are uploaded before the reply that refers to them.
import type { IncomingMessage } from 'node:http';
import { MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ServerPolicy } from '../../contract/sync.ts';
import type { Chance } from '../chance.ts';
import type { Config } from '../config.ts';
import { valueOrFail } from '../http/errors.ts';
import { receiveBody, wasCutOff } from '../http/receive-body.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { ContentStore } from '../storage/content-store.ts';

interface UploadParts {
  blobs: Blobs;
  contents: ContentStore;
  chance: Chance;
  config: Config;
  policy: ServerPolicy;
}

export function consoleUploadHandlers(parts: UploadParts) {
  return {
    readReplyPolicy: async () => parts.policy,
    sendReplyFile: async ({ staff, params, request, authorise }) => {
      const received = await receive(parts, staff.id, params.sha256, request.raw, authorise);
      // drain a refused body: unread bytes would block the connection
      if (!received.ok) request.raw.resume();
      valueOrFail(received);
    },
  } satisfies Partial<Handlers>;
}

/** Errors: attachment-too-large, attachment-hash-mismatch, invalid-request for an empty or incomplete body. */
async function receive(
  { blobs, contents, chance, config: { attachmentLimitMegabytes } }: UploadParts,
  staffId: string,
  sha256: string,
  body: IncomingMessage,
  authorise: () => Promise<void>,
): Promise<Result<void>> {
  const limit = attachmentLimitMegabytes * MEGABYTE;
  const tooLarge = err('attachment-too-large', { limitMegabytes: attachmentLimitMegabytes });
  if (Number(body.headers['content-length']) > limit) return tooLarge;
  const upload = { sender: 'staff', id: `staff-${chance.id()}` };
  try {
    const size = await receiveBody(contents, upload, body, limit);
    if (size > limit) return tooLarge;
    if (size === 0) return err('invalid-request');
    await authorise();
    return (await blobs.storeForStaff(staffId, upload.id, sha256))
      ? ok(undefined)
      : err('attachment-hash-mismatch');
  } catch (problem) {
    if (wasCutOff(body)) return err('invalid-request');
    throw problem;
  } finally {
    await contents.discard(upload.id);
  }
}
