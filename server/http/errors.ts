// The error handler: every failure is answered as an ApiError in the request's language.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ApiError, ErrorCode, GuichetError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import { sentenceOf, statusOf } from '../../contract/sentences.ts';
import { type Clock, MINUTE } from '../clock.ts';
import { FilesUnavailable } from '../storage/content-store.ts';
import { isDatabaseAway, takesNothing } from '../storage/dialect/database-failure.ts';
import type { Room } from '../storage/room.ts';
import { preferredLanguage } from './language.ts';

/** Carries an expected failure to the error handler. Only routes and hooks throw it. */
export class ExpectedFailure extends Error {
  readonly failure: GuichetError;
  readonly status: number;

  constructor(failure: GuichetError, status = statusOf(failure.code)) {
    super(failure.code);
    this.failure = failure;
    this.status = status;
  }
}

/** Returns the value of a result; throws its error as ExpectedFailure. */
export function valueOrFail<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ExpectedFailure(result.error);
}

/** Throws the failure as ExpectedFailure, which ends the request. */
export function fail(code: ErrorCode, details?: GuichetError['details']): never {
  throw new ExpectedFailure(details ? { code, details } : { code });
}

/** Of failures that no hook sees, because they reach no route; hooks set the same for all other answers. */
export const BARE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** Between two notes of what every request meets alike, in milliseconds. */
const NOTED_EVERY = MINUTE;

/** Makes the error handler. Fastify also calls it for requests that reach no route. */
export function createFailureHandler({ clock, room }: { clock: Clock; room: Pick<Room, 'note'> }) {
  let notedAt = Number.NEGATIVE_INFINITY;
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    room.note(error);
    const now = clock.now().getTime();
    if (takesNothing(error) && now - notedAt >= NOTED_EVERY) {
      notedAt = now;
      request.log.error({ code: error.code }, 'the database takes nothing: it is read-only, or has no room');
    }
    return answerFailure(error, request, reply);
  };
}

function answerFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { failure, status } = expectedFailure(error);
  if (failure.code === 'internal') request.log.error({ err: error }, 'a request failed unexpectedly');
  if (error instanceof FilesUnavailable)
    request.log.error({ err: error }, 'files could not be stored or read');
  const { retryAfterSeconds } = failure.details ?? {};
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply
    .code(status)
    .headers(BARE_HEADERS)
    .type('application/json')
    .serializer(JSON.stringify)
    .send(apiError(failure, request));
}

function apiError(failure: GuichetError, request: FastifyRequest): ApiError {
  const reader = request.url.startsWith(CONSOLE) ? 'staff' : 'requester';
  const message = sentenceOf(failure, preferredLanguage(request.headers['accept-language']), reader);
  return { error: { ...failure, message } };
}

/** Below it are the routes of staff. */
const CONSOLE = '/v1/console/';

/** Maps Fastify's own errors to codes of the contract. */
const FASTIFY_FAILURES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
};

function expectedFailure(error: FastifyError | ExpectedFailure): ExpectedFailure {
  if (error instanceof ExpectedFailure) return error;
  if (error instanceof FilesUnavailable) return new ExpectedFailure({ code: 'files-unavailable' });
  // the log says once that it is away (peers)
  if (isDatabaseAway(error)) return new ExpectedFailure({ code: 'database-unavailable' });
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? 'not valid',
    }));
    return new ExpectedFailure({ code: 'invalid-request', details: { issues } });
  }
  const code = FASTIFY_FAILURES[error.code];
  if (code) return new ExpectedFailure({ code });
  const isRequestsFault = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return new ExpectedFailure({ code: isRequestsFault ? 'invalid-request' : 'internal' });
}
