// The tus 1.0 routes through which agents upload attachments.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from '../../contract/api.ts';
import type { KnownAgent } from '../enrolment/standing.ts';
import { ExpectedFailure } from '../http/errors.ts';
import type { Call, Handlers } from '../http/serve-api.ts';
import { UploadRefused, type Uploads } from '../intake/uploads.ts';

type TusCall = Pick<Call<Api['readUploadOffset']>, 'agent' | 'request' | 'reply'>;

/** Not upload-concat: the pieces of an upload are never joined. */
const TUS_HEADERS = [
  'tus-resumable',
  'upload-length',
  'upload-defer-length',
  'upload-metadata',
  'upload-offset',
  'content-type',
  'content-length',
];

export function uploadHandlers({ uploads }: { uploads: Uploads }) {
  const pass = ({ agent, request, reply }: TusCall) => passToTus(uploads, agent, request, reply);
  return { beginUpload: pass, readUploadOffset: pass, continueUpload: pass } satisfies Partial<Handlers>;
}

/** Lets tus answer the request; tus chooses the status. */
async function passToTus(
  uploads: Uploads,
  agent: KnownAgent,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    const response = await uploads.answer(agent, webRequest(request));
    response.headers.forEach((value, name) => {
      // Fastify sets the length itself, and an empty body has no content type
      if (name !== 'content-type' && name !== 'content-length') reply.header(name, value);
    });
    reply.code(response.status);
  } catch (problem) {
    // drain a refused body: unread bytes would block the connection
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
  // a streamed body requires `duplex`, which the browser's RequestInit type lacks
  const init = { method, headers, ...body } as RequestInit;
  return new Request(new URL(request.url, 'http://uploads.invalid'), init);
}
