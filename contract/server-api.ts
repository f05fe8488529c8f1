// The operations that anybody may call: about the server itself, and the pages that people open in a browser.
import { z } from 'zod';
import { FullPart } from './errors.ts';
import type { HttpOperation } from './operation.ts';

/** The operations, by name. */
export const SERVER_API = {
  readHealth: {
    method: 'GET',
    path: '/healthz',
    answer: z.object({ status: z.literal('ok') }),
    caller: 'anyone',
    summary: 'Check that the server is alive',
  },
  readReadiness: {
    method: 'GET',
    path: '/readyz',
    /** `full`: what has no room while the database has */
    answer: z.object({ status: z.literal('ok'), full: z.array(FullPart) }),
    caller: 'anyone',
    summary: 'Check that the database of the server answers and has room',
  },
  readDescription: {
    method: 'GET',
    path: '/v1/openapi.json',
    answer: z.record(z.string(), z.unknown()),
    caller: 'anyone',
    summary: 'Return this description as OpenAPI 3.1',
  },
} as const satisfies Record<string, HttpOperation>;

/** The rest of the path is the token of a signed link, which is never logged. */
export const SIGNED_FILES_PATH = '/files/';
/** As above, of a link in a mail. */
export const UNSUBSCRIBE_PATH = '/mail-wishes/';
const UNSUBSCRIBE = { path: `${UNSUBSCRIBE_PATH}*`, params: z.object({ '*': z.string() }) } as const;

/** For people, monitoring and tests. They are not in the OpenAPI description. */
export const PAGES = {
  readMetrics: {
    method: 'GET',
    path: '/metrics',
    answer: { mediaType: 'text/plain' },
    caller: 'anyone',
    summary: 'Read the metrics, with the token of METRICS_TOKEN',
  },
  showMailbox: {
    method: 'GET',
    path: '/mailbox',
    answer: { mediaType: 'text/html' },
    caller: 'anyone',
    summary: 'Show the mails that no SMTP server was configured for',
  },
  listMails: {
    method: 'GET',
    path: '/mailbox.json',
    answer: { mediaType: 'application/json' },
    caller: 'anyone',
    summary: 'List the same mails',
  },
  readSignedFile: {
    method: 'GET',
    // A wildcard: text that a program appends to the link, such as a full stop, makes the token wrong, not the path.
    path: `${SIGNED_FILES_PATH}*`,
    params: z.object({ '*': z.string() }),
    answer: { mediaType: 'application/octet-stream' },
    caller: 'anyone',
    summary: 'Read an attachment by a signed link',
  },
  showUnsubscribe: {
    method: 'GET',
    ...UNSUBSCRIBE,
    answer: { mediaType: 'text/html' },
    caller: 'anyone',
    summary: 'Ask what somebody wishes to be mailed, by the link in a mail',
  },
  unsubscribe: {
    method: 'POST',
    ...UNSUBSCRIBE,
    body: { mediaType: 'application/x-www-form-urlencoded' },
    answer: { mediaType: 'text/html' },
    caller: 'anyone',
    summary: 'Change what somebody is mailed, with one click (RFC 8058) or by that page',
  },
} as const satisfies Record<string, HttpOperation>;
