// Parses failures of API answers.
import { ApiError } from '../../../contract/errors.ts';
import type { Answer } from './http.ts';

export function failureOf({ status, body }: Answer) {
  const { error } = ApiError.parse(body);
  return { status, ...error };
}

/** Returns the error code, or for a success its status, such as `status 200`. */
export function codeOf(answer: Answer): string {
  const parsed = ApiError.safeParse(answer.body);
  return parsed.success ? parsed.data.error.code : `status ${answer.status}`;
}
