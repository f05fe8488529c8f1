// Failures as they cross a process boundary. Their codes are those of failures.ts.
import { z } from 'zod';
import { FAILURES } from './failures.ts';
import { Reason } from './primitives.ts';

/** The code of a failure. */
export type ErrorCode = keyof typeof FAILURES;
export const ErrorCode = z.enum(Object.keys(FAILURES) as [ErrorCode, ...ErrorCode[]]);

/** A newer server may return a code that this program does not know: it is parsed as `internal`. */
const ReceivedCode = ErrorCode.catch('internal');

/** What of a server may have no room: its database, or the files of tickets. */
export const FullPart = z.enum(['database', 'attachments']);
export type FullPart = z.infer<typeof FullPart>;

/** Values that the sentence or the program needs. `issues` names the fields of a request that did not parse. */
export const ErrorDetails = z.object({
  triesLeft: z.int().min(0).optional(),
  retryAfterSeconds: z.int().min(0).optional(),
  limit: z.int().optional(),
  limitMegabytes: z.number().optional(),
  /** name of the file, the person or the item that caused the failure */
  name: z.string().optional(),
  /** why the backend or the import failed */
  reason: Reason.optional(),
  /** what is full, where a server is not ready for that */
  full: z.array(FullPart).optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/** A failure with its details. */
export const GuichetError = z.object({ code: ReceivedCode, details: ErrorDetails.optional() });
export type GuichetError = z.infer<typeof GuichetError>;

/** The body of every HTTP error of the server. `message` is in the language of the request. */
export const ApiError = z.object({
  error: z.object({ code: ReceivedCode, message: z.string(), details: ErrorDetails.optional() }),
});
export type ApiError = z.infer<typeof ApiError>;
