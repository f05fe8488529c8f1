// Receives attachments by tus 1.0: an upload's id is `<agentId>-<sha256>`; it is stored once its content has that hash.
import { ERRORS, Server } from '@tus/server';
import type { FastifyBaseLogger } from 'fastify';
import type { GuichetError } from '../../contract/errors.ts';
import { MEGABYTE, Sha256 } from '../../contract/primitives.ts';
import type { KnownAgent } from '../enrolment/standing.ts';
import type { Limits } from '../limits/limits.ts';
import type { Blobs } from '../storage/blobs.ts';
import { type ContentStore, FilesUnavailable, UploadMoved } from '../storage/content-store.ts';
import { isDatabaseAway } from '../storage/dialect/database-failure.ts';
import type { Room } from '../storage/room.ts';
import type { Database } from '../storage/schema.ts';
import { readAuthor } from './command-author.ts';
import { createTusStore } from './tus-store.ts';
import { createUploadAllowance } from './upload-allowance.ts';

/** `status` is the one that tus requires, where it differs from that of the code. */
export class UploadRefused extends Error {
  readonly failure: GuichetError;
  readonly status: number | undefined;

  constructor(failure: GuichetError, status?: number) {
    super(failure.code);
    this.failure = failure;
    this.status = status;
  }
}

/** The agent that uploads. It has a requester, unless it only asks how far an upload has come. */
type Sender = Pick<KnownAgent, 'id' | 'requesterId' | 'organisationId'>;

export interface Uploads {
  /** Answers a tus request of this agent; throws UploadRefused. */
  answer(sender: Sender, request: Request): Promise<Response>;
}

interface UploadParts {
  db: Database;
  blobs: Blobs;
  contents: ContentStore;
  /** path of the routes, such as /v1/uploads */
  path: string;
  limitMegabytes: number;
  limits: Limits;
  room: Pick<Room, 'note'>;
  log: FastifyBaseLogger;
}

interface Checks {
  /**
   * Verifies and stores a complete upload. Returns false and deletes it when its hash is wrong; deletes it and throws
   * UploadRefused when its agent may not upload any more.
   */
  finish(agentId: string, sha256: string): Promise<boolean>;
  /** Waits for a running check of this upload. */
  settled(agentId: string, sha256: string): Promise<void>;
}

/** Streams content to the store, and gives it its hash as its name once it is complete. */
export function createUploads(parts: UploadParts): Uploads {
  const { blobs, path: folder } = parts;
  const { finish, settled } = createChecks(parts);
  const byTus = createTus(parts, finish);

  /** Returns null where the content is not stored, or where only tus can answer. */
  async function answerIfStored(agentId: string, method: string, sha256: string | null) {
    if (sha256 === null || method === 'PATCH') return null;
    await settled(agentId, sha256);
    const size = await blobs.uploadedSize(agentId, sha256);
    const created = method === 'POST' ? `${folder}/${agentId}-${sha256}` : null;
    return size === null ? null : complete(size, created);
  }

  async function answerByTus(sender: Sender, request: Request, sha256: string | null): Promise<Response> {
    const response = await byTus(sender, request);
    // the process died between the last byte and the check: check now
    const isWhole = response.headers.get('upload-offset') === response.headers.get('upload-length');
    if (request.method === 'HEAD' && sha256 !== null && isWhole && !(await finish(sender.id, sha256))) {
      throw new UploadRefused({ code: 'not-found' });
    }
    return response;
  }

  return {
    async answer(sender, request) {
      const sha256 = hashOfRequest(sender.id, request);
      const stored = () => answerIfStored(sender.id, request.method, sha256);
      try {
        return (await stored()) ?? (await answerByTus(sender, request, sha256));
      } catch (problem) {
        // another request may have stored the content meanwhile
        const storedMeanwhile = await stored();
        if (storedMeanwhile) return storedMeanwhile;
        throw problem;
      }
    },
  };
}

/** Concurrent requests for the same upload share one check. */
function createChecks({ db, blobs, contents }: Pick<UploadParts, 'db' | 'blobs' | 'contents'>): Checks {
  const running = new Map<string, Promise<boolean>>();
  async function store(agentId: string, sha256: string, id: string): Promise<boolean> {
    // the body may have taken hours to arrive: staff may have decided about the agent meanwhile
    const author = await readAuthor(db, agentId);
    if (author.ok) return blobs.store(agentId, id, sha256);
    await contents.discard(id);
    throw new UploadRefused(author.error);
  }
  return {
    finish(agentId, sha256) {
      const id = `${agentId}-${sha256}`;
      const check = running.get(id) ?? store(agentId, sha256, id);
      running.set(id, check);
      return check.finally(() => running.delete(id));
    },
    async settled(agentId, sha256) {
      await running.get(`${agentId}-${sha256}`);
    },
  };
}

function createTus(
  { contents, path: routePath, limitMegabytes, limits, room, log }: UploadParts,
  finish: Checks['finish'],
) {
  const allowance = createUploadAllowance(contents, limits);
  const senders = new WeakMap<Request, Sender>();
  const refusals = new WeakMap<Request, UploadRefused>();
  const tus = new Server({
    path: routePath,
    datastore: createTusStore(contents),
    maxSize: limitMegabytes * MEGABYTE,
    relativeLocation: true,
    allowedOrigins: [],
    getFileIdFromRequest: uploadIdOf,
    namingFunction: (request, metadata) => `${senders.get(request)?.id}-${declaredHash(metadata)}`,
    async onUploadCreate(request, upload) {
      const sender = senders.get(request);
      if (!upload.size || !sender) throw new UploadRefused({ code: 'invalid-request' });
      const allowed = await allowance.begin(request, { sender, id: upload.id, size: upload.size });
      if (!allowed.ok) throw new UploadRefused(allowed.error);
      return {};
    },
    async onUploadFinish(request, upload) {
      const agentId = senders.get(request)?.id ?? '';
      if (await finish(agentId, upload.id.slice(agentId.length + 1))) return {};
      throw new UploadRefused({ code: 'attachment-hash-mismatch' });
    },
    onResponseError(request, error) {
      room.note(error);
      refusals.set(request, refusalOf(error, limitMegabytes, log));
      return undefined;
    },
  });
  return async (sender: Sender, request: Request): Promise<Response> => {
    senders.set(request, sender);
    const response = await tus.handleWeb(request).finally(() => allowance.ended(request));
    const refusal = refusals.get(request);
    if (refusal) throw refusal;
    if (response.status >= 400) throw new UploadRefused({ code: 'invalid-request' }, response.status);
    return response;
  };
}

/** Answers for content that this agent has uploaded before: repeats are harmless. */
function complete(size: number, created: string | null): Response {
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Cache-Control': 'no-store',
    'Upload-Offset': String(size),
    'Upload-Length': String(size),
    ...(created ? { Location: created } : {}),
  };
  return new Response(null, { status: created ? 201 : 200, headers });
}

/** Returns the hash in a request, or null. Throws not-found for an upload of another agent. */
function hashOfRequest(agentId: string, request: Request): string | null {
  if (request.method === 'POST') {
    const metadata = request.headers.get('upload-metadata') ?? '';
    const declared = /(?:^|,)\s*sha256 ([A-Za-z0-9+/=]+)/.exec(metadata)?.[1];
    return declared === undefined ? null : Buffer.from(declared, 'base64').toString('utf8');
  }
  const id = uploadIdOf(request);
  const sha256 = Sha256.safeParse(id.slice(agentId.length + 1));
  if (!id.startsWith(`${agentId}-`) || !sha256.success) throw new UploadRefused({ code: 'not-found' });
  return sha256.data;
}

/** Also used by tus, which by itself would look in the query too: the id that is checked is the id that is opened. */
function uploadIdOf(request: Request): string {
  return new URL(request.url).pathname.split('/').at(-1) ?? '';
}

function declaredHash(metadata: Record<string, string | null> | undefined): string {
  const sha256 = Sha256.safeParse(metadata?.sha256);
  if (sha256.success) return sha256.data;
  const issue = { path: 'Upload-Metadata', message: 'sha256 in base64 expected' };
  throw new UploadRefused({ code: 'invalid-request', details: { issues: [issue] } });
}

function refusalOf(
  error: Error | { status_code: number; body: string },
  limitMegabytes: number,
  log: FastifyBaseLogger,
): UploadRefused {
  if (error instanceof UploadRefused) return error;
  if (error instanceof UploadMoved) return new UploadRefused({ code: 'invalid-request' }, 409);
  if (error instanceof FilesUnavailable) {
    log.error({ err: error }, 'an upload could not be stored');
    return new UploadRefused({ code: 'files-unavailable' });
  }
  // the log says once that it is away (peers)
  if (isDatabaseAway(error)) return new UploadRefused({ code: 'database-unavailable' });
  if (error === ERRORS.ERR_MAX_SIZE_EXCEEDED) {
    return new UploadRefused({ code: 'attachment-too-large', details: { limitMegabytes } });
  }
  const status = 'status_code' in error ? error.status_code : 500;
  if (status === 404 || status === 410) return new UploadRefused({ code: 'not-found' });
  if (status < 500) return new UploadRefused({ code: 'invalid-request' }, status);
  log.error({ err: error }, 'an upload failed unexpectedly');
  return new UploadRefused({ code: 'internal' });
}
