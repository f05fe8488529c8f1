// Answers what is not a whole HTTP request, and therefore reaches no route: with the error of any other refused request.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiError, ErrorCode } from '../../contract/errors.ts';
import { sentenceOf } from '../../contract/sentences.ts';
import { BARE_HEADERS } from './errors.ts';

/** Codes of Node's HTTP parser and their answers; any other failure is a request that is no HTTP. */
const FAILURES: Readonly<Record<string, { status: number; code: ErrorCode }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'body-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'invalid-request' },
};

/** Answers once and closes the connection. Its language is unknown, so the sentence is in English. */
export function answerConnectionFailure({ code: cause = '' }: { code?: string }, socket: Socket): void {
  if (cause === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, code } = FAILURES[cause] ?? { status: 400, code: 'invalid-request' };
  const error: ApiError = { error: { code, message: sentenceOf({ code }, 'en') } };
  const body = JSON.stringify(error);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(BARE_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
