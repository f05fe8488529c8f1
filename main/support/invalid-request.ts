// The failure of a request that its schema refuses.
import type { z } from 'zod';
import { err } from '../../contract/result.ts';

/** Returns the error `invalid-request`, with the path and message of each issue. */
export function invalidRequest({ issues }: Pick<z.ZodError, 'issues'>): ReturnType<typeof err> {
  return err('invalid-request', {
    issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}
