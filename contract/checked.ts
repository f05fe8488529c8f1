// Checks values from outside that were never text of JSON: parseJson refuses there what makes a schema throw.
import type { z } from 'zod';

type Checked<T> =
  | { success: true; data: T; error?: undefined }
  | { success: false; data?: undefined; error: Pick<z.ZodError, 'issues'> };

/**
 * `schema.safeParse`, which never throws. A schema throws where it compares a length that cannot become a number, such as
 * `{ toString: null }`: such a value is refused as a whole.
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  try {
    return schema.safeParse(value);
  } catch {
    const issue = { code: 'custom' as const, path: [], message: 'Invalid input', input: value };
    return { success: false, error: { issues: [issue] } };
  }
}

/** Says where the first fault is, and what was expected there, as part of a sentence. */
export function describeIssue({ issues: [issue] }: Pick<z.ZodError, 'issues'>): string {
  const expected = (issue?.message ?? '')
    .replace(/^(?:Invalid|Too) [a-z ]+[:.] /, '')
    .replace(/^Invalid/, 'expected a valid');
  return `at ${issue?.path.join('.') || 'its beginning'}, ${expected.charAt(0).toLowerCase()}${expected.slice(1)}`;
}
