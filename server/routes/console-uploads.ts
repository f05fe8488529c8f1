// The files of a technician's replies, sent before the reply that names them.
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MEGABYTE, Sha256 } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { ServerPolicy } from '../../contract/sync.ts';
import type { Chance } from '../chance.ts';
import type { Config } from '../config.ts';
import { valueOrFail } from '../http/errors.ts';
import { wasCutOff, writeBody } from '../http/receive-body.ts';
import { staffOf } from '../http/staff-session.ts';
import type { Blobs } from '../storage/blobs.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

interface UploadParts {
  blobs: Blobs;
  chance: Chance;
  config: Config;
  policy: ServerPolicy;
}

export function consoleUploadRoutes(parts: UploadParts): FastifyPluginAsyncZod {
  return async (app) => {
    // the body is left unread: it goes to disk as it comes
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', async () => undefined);
    app.get(
      '/policy',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Which files a reply may have',
          response: { 200: ServerPolicy, ...FAILURES },
        },
      },
      async () => parts.policy,
    );
    app.put(
      '/uploads/:sha256',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Send a file, its bytes being the body, under the SHA-256 of its content',
          params: z.object({ sha256: Sha256 }),
          response: NOTHING,
        },
      },
      async (request, reply) => {
        const { sha256 } = request.params;
        const received = await receive(parts, staffOf(request).id, sha256, request.raw);
        // the rest of a refused body is read and dropped: unread it would hold up the connection
        if (!received.ok) request.raw.resume();
        valueOrFail(received);
        return reply.code(204).send();
      },
    );
  };
}

/** attachment-too-large, attachment-hash-mismatch, or invalid-request for a body that is empty or was cut off. */
async function receive(
  { blobs, chance, config: { attachmentLimitMegabytes } }: UploadParts,
  staffId: string,
  sha256: string,
  body: IncomingMessage,
): Promise<Result<void>> {
  const limit = attachmentLimitMegabytes * MEGABYTE;
  const tooLarge = err('attachment-too-large', { limitMegabytes: attachmentLimitMegabytes });
  if (Number(body.headers['content-length']) > limit) return tooLarge;
  const file = path.join(blobs.uploadFolder, `staff-${chance.id()}`);
  try {
    const size = await writeBody(body, file, limit);
    if (size > limit) return tooLarge;
    if (size === 0) return err('invalid-request');
    return (await blobs.keepForStaff(staffId, file, sha256))
      ? ok(undefined)
      : err('attachment-hash-mismatch');
  } catch (problem) {
    if (wasCutOff(body)) return err('invalid-request');
    throw problem;
  } finally {
    await rm(file, { force: true });
  }
}
