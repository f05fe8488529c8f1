// The routes of mails about tickets: their texts, their queue, their languages, and what staff wish to be told.
import type { Clock } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Mailer } from '../mail/mailer.ts';
import { listMailLanguages, saveMailLanguage } from '../notices/mail-languages.ts';
import { listMailTexts, restoreMailText, saveMailText } from '../notices/mail-texts.ts';
import { discardMail, readMailQueue, retryMail } from '../notices/queue.ts';
import { sampleMail, sendSample } from '../notices/sample.ts';
import { readMailWishes, saveMailWishes } from '../notices/wishes.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

interface MailRouteParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  mailer: Mailer;
  publicUrl: () => string;
}

export function consoleMailHandlers(parts: MailRouteParts) {
  const { db } = parts;
  return {
    listMailTexts: async () => listMailTexts(db),
    saveMailText: async ({ staff, params, body }) =>
      valueOrFail(await saveMailText(parts, staff, { ...params, ...body })),
    restoreMailText: async ({ staff, params }) => restoreMailText(parts, staff, params),
    previewMail: async ({ body }) => {
      const { subject, text } = valueOrFail(sampleMail(parts, body));
      return { subject, text };
    },
    sendSampleMail: async ({ staff, body }) => valueOrFail(await sendSample(parts, staff.email, body)),
    readMailQueue: async () => readMailQueue(db, parts.mailer),
    retryMail: async ({ staff, params }) => valueOrFail(await retryMail(parts, staff, params.id)),
    discardMail: async ({ staff, params }) => valueOrFail(await discardMail(parts, staff, params.id)),
    listMailLanguages: async () => listMailLanguages(db),
    saveMailLanguage: async ({ staff, params, body }) =>
      valueOrFail(await saveMailLanguage(parts, staff, params.id, body.language)),
    readMailWishes: async ({ staff }) => readMailWishes(db, staff.id),
    saveMailWishes: async ({ staff, body }) => {
      await saveMailWishes(db, staff, body);
      return body;
    },
  } satisfies Partial<Handlers>;
}
