// Reads the mailbox that a desk answers to, by IMAP and without leaving a mark in it.
import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { Reason } from '../../../contract/primitives.ts';
import { DAY } from '../../clock.ts';
import type { Answer, Failure } from '../connector.ts';
import { type IncomingMail, readMail } from './incoming.ts';
import { WHY } from './sentences.ts';

export interface ReadMails {
  cursor: string;
  more: boolean;
}

/** Takes one mail after the other, oldest first. `whole` is null for one that was deleted meanwhile. */
type Take = (header: IncomingMail, whole: () => Promise<IncomingMail | null>) => Promise<void>;

export interface Mailbox {
  /**
   * Gives away the mails that came after `cursor`. Without one, and when the folder was made anew, only the place to begin at is told:
   * `startAt`, or where the cursor was; else what comes from now on.
   */
  readSince(cursor: string | null, startAt: Date | null, take: Take): Promise<Answer<ReadMails>>;
  /** Mails that answer this Message-ID or carry this key in their subject. */
  findAnswers(messageId: string, key: string): Promise<Answer<IncomingMail[]>>;
  /** Why the mailbox cannot be read; null where it can. */
  problem(): Promise<Reason | null>;
}

/** Mails looked at in one go. */
const BATCH = 50;
/** How much of a mail is read, in bytes: its text comes before its files. */
const MOST_READ = 1024 * 1024;
const HEADERS = [
  'message-id',
  'in-reply-to',
  'references',
  'subject',
  'from',
  'auto-submitted',
  'precedence',
  'content-type',
  'return-path',
];

/** UIDVALIDITY, UID of the last mail that was read, and when that came in: to find the place in a folder made anew. */
const Cursor = z
  .string()
  .regex(/^\d+:\d+:\d{4}-[\d:.TZ-]+$/)
  .transform((text) => {
    const [validity = '', uid = '', ...at] = text.split(':');
    return { validity, uid: Number(uid), at: new Date(at.join(':')) };
  });

interface Folder {
  client: ImapFlow;
  validity: string;
  uidNext: number;
}

export function createMailbox(
  imap: NonNullable<MailSettings['imap']>,
  password: string | undefined,
  timeout: number,
  now: () => Date,
): Mailbox {
  /** One connection each: they are short, and none waits for another's. */
  async function withFolder<T>(use: (folder: Folder) => Promise<T>): Promise<Answer<T>> {
    const { host, port, secure, user, folder } = imap;
    const client = new ImapFlow({
      ...{ host, port, secure, logger: false, disableAutoIdle: true },
      auth: { user, pass: password ?? '' },
      ...{ connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout },
    });
    // what fails is told by the call that it fails
    client.on('error', () => {});
    let step: Step = 'connect';
    try {
      await client.connect();
      step = 'open';
      const { uidValidity, uidNext } = await client.mailboxOpen(folder, { readOnly: true });
      step = 'read';
      const value = await use({ client, validity: String(uidValidity), uidNext });
      // all was read: how the parting goes is no matter
      await client.logout().catch(() => client.close());
      return { ok: true, value };
    } catch (failure) {
      client.close();
      if (failure instanceof TakeFailure) throw failure.cause;
      return { ok: false, failure: imapFailure(failure, step, imap) };
    }
  }

  return {
    readSince: (text, startAt, take) =>
      withFolder(async (folder) => {
        const cursor = Cursor.nullable().catch(null).parse(text);
        if (cursor?.validity === folder.validity) return readAfter(folder, cursor, take);
        const uid = await lastBefore(folder, cursor?.at ?? startAt);
        const place = cursorOf(folder, uid, cursor?.at ?? startAt ?? now());
        return { cursor: place, more: false };
      }),
    findAnswers: (messageId, key) =>
      withFolder(async (folder) => {
        const signs = [{ header: { references: messageId } }, { header: { 'in-reply-to': messageId } }];
        const uids = await folder.client.search({ or: [...signs, { subject: key }] }, { uid: true });
        const mails: IncomingMail[] = [];
        for (const uid of (uids || []).slice(0, BATCH)) {
          const mail = await readWhole(folder, uid);
          if (mail) mails.push(mail);
        }
        return mails;
      }),
    async problem() {
      const opened = await withFolder(async () => null);
      return opened.ok ? null : opened.failure.reason;
    },
  };
}

function cursorOf({ validity }: Folder, uid: number, at: Date): string {
  return `${validity}:${uid}:${at.toISOString()}`;
}

/** UID before the first mail of `date`, with a day to spare for zones; before the next that will come when there is none. */
async function lastBefore({ client, uidNext }: Folder, date: Date | null): Promise<number> {
  if (date === null) return uidNext - 1;
  const uids = await client.search({ since: new Date(date.getTime() - DAY) }, { uid: true });
  return (uids && uids.length > 0 ? Math.min(...uids) : uidNext) - 1;
}

async function readAfter(
  folder: Folder,
  { uid: last, at }: z.infer<typeof Cursor>,
  take: Take,
): Promise<ReadMails> {
  if (folder.uidNext <= last + 1) return { cursor: cursorOf(folder, last, at), more: false };
  // `n:*` means the last mail too when its UID is below n
  const found = (await folder.client.search({ uid: `${last + 1}:*` }, { uid: true })) || [];
  const uids = found.filter((uid) => uid > last).sort((one, other) => one - other);
  const batch = uids.slice(0, BATCH);
  let latest = at;
  for (const { uid, receivedAt, header } of await readHeaders(folder, batch)) {
    latest = receivedAt;
    await give(folder, uid, header, take);
  }
  const end = batch.at(-1) ?? folder.uidNext - 1;
  return { cursor: cursorOf(folder, end, latest), more: uids.length > batch.length };
}

async function readHeaders({ client, validity }: Folder, uids: readonly number[]) {
  if (uids.length === 0) return [];
  const query = { uid: true, internalDate: true, headers: HEADERS };
  const found = await client.fetchAll(uids.join(','), query, { uid: true });
  const headers = found.map(async ({ uid, internalDate, headers: source }) => {
    const receivedAt = new Date(internalDate ?? 0);
    const header = await readMail(source ?? Buffer.alloc(0), placeOf(validity, uid), receivedAt);
    return { uid, receivedAt, header };
  });
  return (await Promise.all(headers)).sort((one, other) => one.uid - other.uid);
}

/** null for one that was deleted meanwhile. */
async function readWhole({ client, validity }: Folder, uid: number): Promise<IncomingMail | null> {
  const query = { uid: true, internalDate: true, source: { maxLength: MOST_READ } };
  const found = await client.fetchOne(String(uid), query, { uid: true });
  if (found === false || found.source === undefined) return null;
  return readMail(found.source, placeOf(validity, uid), new Date(found.internalDate ?? 0));
}

function placeOf(validity: string, uid: number): string {
  return `imap:${validity}:${uid}`;
}

/** Of whoever takes the mails: it is no failure of the mailbox. */
class TakeFailure extends Error {}

/** One mail, read whole only when whoever takes it asks for that. */
async function give(folder: Folder, uid: number, header: IncomingMail, take: Take): Promise<void> {
  let lost: unknown;
  const whole = () =>
    readWhole(folder, uid).catch((failure: unknown) => {
      lost = failure;
      throw failure;
    });
  try {
    await take(header, whole);
  } catch (failure) {
    throw failure === lost ? failure : new TakeFailure('a mail was not taken', { cause: failure });
  }
}

type Step = 'connect' | 'open' | 'read';

/** What imapflow says of a failure. */
const ImapError = z.object({
  message: z.string().catch('unknown'),
  authenticationFailed: z.boolean().optional().catch(undefined),
  responseText: z.string().optional().catch(undefined),
});

function imapFailure(
  failure: unknown,
  step: Step,
  { host, user, folder }: NonNullable<MailSettings['imap']>,
): Failure {
  const { message, authenticationFailed, responseText } = ImapError.parse(failure);
  const said = (responseText ?? message).replace(/\s+/g, ' ').slice(0, 200);
  if (authenticationFailed) {
    return { kind: 'refused', reason: WHY.mailboxRefused(user, host, said) };
  }
  if (step === 'open' && responseText !== undefined) {
    return { kind: 'refused', reason: WHY.folderNotOpened(folder, user, host, said) };
  }
  return { kind: 'unreachable', reason: WHY.mailboxNotRead(host, said) };
}
