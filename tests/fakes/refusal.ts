// How the fake servers refuse a request: with the error, the sentence and the status of the real one.
import type { ErrorCode, ErrorDetails } from '../../contract/errors.ts';
import { sentenceOf, statusOf } from '../../contract/sentences.ts';

/** Thrown where a fake server refuses a request. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  constructor(code: ErrorCode, details?: ErrorDetails) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Answers a request. A `Refusal` becomes the response of an error; other errors are thrown, as by `fetch`. */
export async function answerOrRefusal(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const { code, details } = problem;
    const error = details ? { code, details } : { code };
    const message = sentenceOf(error, 'en');
    return Response.json({ error: { ...error, message } }, { status: statusOf(code) });
  }
}
