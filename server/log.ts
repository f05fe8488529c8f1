// The server's log: one JSON line per event on standard error, without anything that opens a door.
import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, destination, pino } from 'pino';
import type { Config } from './config.ts';

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

/** `output` takes the lines; standard error unless told. */
export function createLog(
  level: Config['logLevel'],
  output: DestinationStream = destination(STANDARD_ERROR),
): FastifyBaseLogger {
  const options = {
    level,
    redact: { paths: SECRETS.flatMap(placesOf), censor: '(hidden)' },
    serializers: { req: describeRequest },
  };
  return pino(options, output);
}

function placesOf(name: string): string[] {
  const field = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${field}`, `*.headers${field}`, `*.body${field}`];
}

/** Without the query: what staff search for is about people. */
function describeRequest({ method, url, ip }: { method: string; url: string; ip?: string }) {
  return { method, path: url.split('?')[0], ip };
}
