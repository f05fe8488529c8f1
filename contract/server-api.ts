// What anybody may ask about the server itself, and the addresses that people open in a browser.
import { z } from 'zod';
import type { Operation } from './operation.ts';

export const SERVER_API = {
  readHealth: {
    method: 'GET',
    path: '/healthz',
    answer: z.object({ status: z.literal('ok') }),
    askedBy: 'anyone',
    summary: 'Whether the server and its database answer',
  },
  readDescription: {
    method: 'GET',
    path: '/v1/openapi.json',
    answer: z.record(z.string(), z.unknown()),
    askedBy: 'anyone',
    summary: 'This description, as OpenAPI 3.1',
  },
} as const satisfies Record<string, Operation>;

/** What follows it is a signed link's token, which is never logged. */
export const SIGNED_FILES_PATH = '/files/';

/** For people and tests, and no part of the description. */
export const PAGES = {
  showMailbox: {
    method: 'GET',
    path: '/mailbox',
    answer: { mediaType: 'text/html' },
    askedBy: 'anyone',
    summary: 'Show the mails that no SMTP server was configured for',
  },
  listMails: {
    method: 'GET',
    path: '/mailbox.json',
    answer: { mediaType: 'application/json' },
    askedBy: 'anyone',
    summary: 'List the same mails',
  },
  readSignedFile: {
    method: 'GET',
    // what programs add to a link, such as a full stop, is part of a wrong token and no other address
    path: `${SIGNED_FILES_PATH}*`,
    params: z.object({ '*': z.string() }),
    answer: { mediaType: 'application/octet-stream' },
    askedBy: 'anyone',
    summary: 'Read an attachment by a signed link',
  },
} as const satisfies Record<string, Operation>;
