// The tus 1.0 addresses through which agents send attachments.
import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { agentOf, requireActive, requireAgent } from '../http/agent-auth.ts';
import { ExpectedFailure } from '../http/errors.ts';
import { UploadRefused, type Uploads } from '../intake/uploads.ts';
import type { Database } from '../storage/schema.ts';
import { BY_AGENT, FAILURES } from './answers.ts';

export const UPLOADS_PATH = '/v1/uploads';

const TUS_HEADERS = [
  'tus-resumable',
  'upload-length',
  'upload-defer-length',
  'upload-metadata',
  'upload-offset',
  'upload-concat',
  'content-type',
  'content-length',
];

export function uploadRoutes({ db, uploads }: { db: Database; uploads: Uploads }): FastifyPluginAsync {
  return async (app) => {
    const { onRequest, preHandler } = requireAgent(db);
    app.addHook('onRequest', onRequest);
    app.addHook('preHandler', preHandler);
    // the body is left unread: tus writes it to disk as it comes
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', async () => undefined);
    const answer = (request: FastifyRequest, reply: FastifyReply) => answerTus(uploads, request, reply);
    const describe = (summary: string, status: 200 | 201 | 204) => ({
      schema: { ...BY_AGENT, summary, response: { [status]: z.undefined(), ...FAILURES } },
    });

    app.post(
      UPLOADS_PATH,
      {
        preHandler: requireActive,
        ...describe('Begin an upload (tus 1.0): Upload-Length, and sha256 in Upload-Metadata', 201),
      },
      answer,
    );
    app.head(
      `${UPLOADS_PATH}/:id`,
      {
        config: { swagger: { exposeHeadRoute: true } },
        ...describe('How much of an upload has arrived (tus 1.0): Upload-Offset', 200),
      },
      answer,
    );
    app.patch(
      `${UPLOADS_PATH}/:id`,
      {
        preHandler: requireActive,
        ...describe('Send the rest of an upload (tus 1.0), from Upload-Offset on', 204),
      },
      answer,
    );
  };
}

async function answerTus(
  uploads: Uploads,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const response = await uploads.answer(agentOf(request).id, webRequest(request));
    response.headers.forEach((value, name) => {
      // Fastify and the content type of an empty body speak for themselves
      if (name !== 'content-type' && name !== 'content-length') reply.header(name, value);
    });
    return reply.code(response.status).send();
  } catch (problem) {
    // the rest of a refused body is read and dropped: unread it would hold up the connection
    request.raw.removeAllListeners('data').resume();
    if (problem instanceof UploadRefused) throw new ExpectedFailure(problem.failure, problem.status);
    throw problem;
  }
}

function webRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const name of TUS_HEADERS) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const { method } = request;
  const hasBody = method === 'PATCH' || (method === 'POST' && request.headers['content-length'] !== '0');
  const body = hasBody ? { body: Readable.toWeb(request.raw), duplex: 'half' } : {};
  // the types of Node and of the browser disagree on `duplex`, which a streamed body needs
  const init = { method, headers, ...body } as RequestInit;
  return new Request(new URL(request.url, 'http://uploads.invalid'), init);
}
