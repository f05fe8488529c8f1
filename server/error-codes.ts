// What the log says of an error: what kind it is and where it came from, but no text.

/** In causes of causes. */
const DEEPEST = 5;

/**
 * Leaves out the message, which may quote what somebody wrote: a mail server its recipient, a parser its text. Type, code and
 * place in the code remain, also of what caused it.
 */
export function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.constructor.name,
    ...codesOf(error),
    at: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The code that a failure has, such as ENOENT, SQLITE_FULL or 40001; empty where it has none. */
export function codeOf(failure: unknown): string {
  return failure instanceof Error && 'code' in failure ? String(failure.code) : '';
}

/** Codes are words such as ECONNREFUSED or SQLITE_BUSY; `responseCode` is the status of a mail server. */
export function codesOf(error: Error): { code?: string; status?: number } {
  const code =
    'code' in error && typeof error.code === 'string' && /^\w{1,64}$/.test(error.code) && error.code;
  const status = 'responseCode' in error && typeof error.responseCode === 'number' && error.responseCode;
  return { ...(code && { code }), ...(status && { status }) };
}

/** A message can have lines that look like frames: those are within what the stack begins with. */
function framesOf({ name, message, stack = '' }: Error): string[] {
  const end = stack.indexOf(message);
  const frames = message !== '' && end >= 0 ? stack.slice(end + message.length) : stack.slice(name.length);
  return frames.split('\n').flatMap((line) => /^ {4}at (.+:\d+\)?)$/.exec(line)?.[1] ?? []);
}
