// The console's operations on mails about tickets: their texts, their queue, their languages, and what staff wish to be told.
import { z } from 'zod';
import {
  MailDraft,
  MailLanguage,
  MailPreview,
  MailQueue,
  MailText,
  MailTextPlace,
  MailWishes,
  MailWords,
} from './mails.ts';
import { type HttpOperation, NoContent } from './operation.ts';
import { Language } from './primitives.ts';

const MailParams = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) });

/** The operations, by name. */
export const CONSOLE_MAILS_API = {
  listMailTexts: {
    method: 'GET',
    path: '/v1/console/mails/texts',
    answer: z.array(MailText),
    caller: 'administrator',
    summary: 'List the texts of mails about tickets, of each event in each language',
  },
  saveMailText: {
    method: 'PUT',
    path: '/v1/console/mails/texts/:event/:language',
    params: MailTextPlace,
    body: MailWords,
    answer: MailText,
    caller: 'administrator',
    summary: 'Change a text of mails',
  },
  restoreMailText: {
    method: 'DELETE',
    path: '/v1/console/mails/texts/:event/:language',
    params: MailTextPlace,
    answer: MailText,
    status: 200,
    caller: 'administrator',
    summary: 'Go back to the standard text of mails',
  },
  previewMail: {
    method: 'POST',
    path: '/v1/console/mails/previews',
    body: MailDraft,
    answer: MailPreview,
    caller: 'administrator',
    summary: 'Return a mail of a sample ticket with this text',
  },
  sendSampleMail: {
    method: 'POST',
    path: '/v1/console/mails/samples',
    body: MailDraft,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Mail a sample ticket with this text to oneself',
  },
  readMailQueue: {
    method: 'GET',
    path: '/v1/console/mails/queue',
    answer: MailQueue,
    caller: 'administrator',
    summary: 'Read how many mails wait, and list those that could not be sent',
  },
  retryMail: {
    method: 'POST',
    path: '/v1/console/mails/queue/:id/retry',
    params: MailParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Send a parked mail again',
  },
  discardMail: {
    method: 'POST',
    path: '/v1/console/mails/queue/:id/discard',
    params: MailParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Give up a parked mail',
  },
  listMailLanguages: {
    method: 'GET',
    path: '/v1/console/mails/languages',
    answer: z.array(MailLanguage),
    caller: 'administrator',
    summary: 'List the languages of mails to people whose agent has named none, by organisation',
  },
  saveMailLanguage: {
    method: 'PUT',
    path: '/v1/console/mails/languages/:id',
    params: z.object({ id: z.uuid() }),
    body: z.object({ language: Language }),
    answer: NoContent,
    caller: 'administrator',
    summary: 'Change the language of mails to people of an organisation whose agent has named none',
  },
  readMailWishes: {
    method: 'GET',
    path: '/v1/console/account/mails',
    answer: MailWishes,
    caller: 'staff',
    summary: 'Return what one is told by mail',
  },
  saveMailWishes: {
    method: 'PUT',
    path: '/v1/console/account/mails',
    body: MailWishes,
    answer: MailWishes,
    caller: 'staff',
    summary: 'Change what one is told by mail',
  },
} as const satisfies Record<string, HttpOperation>;
