// Failures as they cross a border: their codes are those of failures.ts.
import { z } from 'zod';
import { FAILURES } from './failures.ts';
import { Reason } from './primitives.ts';

export type ErrorCode = keyof typeof FAILURES;
export const ErrorCode = z.enum(Object.keys(FAILURES) as [ErrorCode, ...ErrorCode[]]);

/** A newer server may know more codes than this program: an unknown one reads as `internal`, and nothing is lost. */
const ReceivedCode = ErrorCode.catch('internal');

/** Figures that a sentence or a program needs. `issues` names the fields of a request that did not parse. */
export const ErrorDetails = z.object({
  triesLeft: z.int().min(0).optional(),
  retryAfterSeconds: z.int().min(0).optional(),
  limit: z.int().optional(),
  limitMegabytes: z.number().optional(),
  /** of the file or the person that is in the way */
  name: z.string().optional(),
  /** why a backend did not do it */
  reason: Reason.optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

export const GuichetError = z.object({ code: ReceivedCode, details: ErrorDetails.optional() });
export type GuichetError = z.infer<typeof GuichetError>;

/** What every failing HTTP answer of the server carries; `message` is in the language the request asked for. */
export const ApiError = z.object({
  error: z.object({ code: ReceivedCode, message: z.string(), details: ErrorDetails.optional() }),
});
export type ApiError = z.infer<typeof ApiError>;
