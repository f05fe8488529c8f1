// Reads the failure out of an answer.
import { ApiError } from '../../../contract/errors.ts';
import type { Answer } from './http.ts';

export function failureOf({ status, body }: Answer) {
  const { error } = ApiError.parse(body);
  return { status, ...error };
}

/** `code`, or `accepted`-like success as `status 200`. */
export function codeOf(answer: Answer): string {
  const parsed = ApiError.safeParse(answer.body);
  return parsed.success ? parsed.data.error.code : `status ${answer.status}`;
}
