// The server's log: one JSON line per event on standard error. Secrets are redacted, and texts of others are left out.
import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, destination, type LogFn, type Logger, pino } from 'pino';
import { SIGNED_FILES_PATH, UNSUBSCRIBE_PATH } from '../contract/server-api.ts';
import type { Config } from './config.ts';
import { codesOf, describeError } from './error-codes.ts';
import { isDatabaseAway } from './storage/dialect/database-failure.ts';

const STANDARD_ERROR = 2;

const SECRETS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'token',
  'enrolmentKey',
  'key',
];

/** `output` receives the lines; standard error by default. */
export function createLog(
  level: Config['logLevel'],
  output: DestinationStream = destination(STANDARD_ERROR),
): FastifyBaseLogger {
  const options = {
    level,
    redact: { paths: SECRETS.flatMap(placesOf), censor: '(hidden)' },
    serializers: { req: describeRequest, err: describeFailure },
    hooks: { logMethod: sayWithoutError },
  };
  return pino(options, output);
}

/** Without a text of its own, a line would get that of its error. */
function sayWithoutError(this: Logger, args: Parameters<LogFn>, log: LogFn): void {
  const [first, ...more] = args as unknown[];
  const said = first instanceof Error ? { err: first } : first;
  const isSilent = more.length === 0 && typeof said === 'object';
  log.apply(this, [said, ...(isSilent ? ['an error'] : more)] as Parameters<LogFn>);
}

/** Where the code was does not matter while the database is away: everything that asks it fails again and again. */
function describeFailure(failure: unknown): object {
  return failure instanceof Error && isDatabaseAway(failure)
    ? { type: failure.constructor.name, ...codesOf(failure) }
    : describeError(failure);
}

function placesOf(name: string): string[] {
  const field = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${field}`, `*.headers${field}`, `*.body${field}`];
}

/** The rest of their paths is a token. */
const SECRET_PATHS = [SIGNED_FILES_PATH, UNSUBSCRIBE_PATH];

/** Leaves out the query, because searches contain personal data, and the token of a signed link. */
function describeRequest({ method, url, ip }: { method: string; url: string; ip?: string }) {
  const [path = ''] = url.split('?');
  const secret = SECRET_PATHS.find((start) => path.startsWith(start));
  return { method, path: secret === undefined ? path : `${secret}(hidden)`, ip };
}
