// Reads a mailbox by IMAP, from where it was left. It changes nothing there, but flags mails that it cannot parse.
import { z } from 'zod';
import type { ImapMailbox } from '../../contract/mail-server.ts';
import type { Reason } from '../../contract/primitives.ts';
import { DAY, SECOND } from '../clock.ts';
import {
  type ConnectionParts,
  type MailboxResult,
  type OpenedFolder,
  type SignIn,
  UseFailure,
  withFolder,
} from './imap-client.ts';
import { type IncomingMail, MOST_HEADER } from './incoming-mail.ts';
import { type MailFile, readFiles } from './mail-files.ts';
import { type MailParser, UnreadableMail } from './mail-parser.ts';

interface ReadMails {
  cursor: string;
  more: boolean;
  /** mails that could not be parsed; they are flagged in the mailbox, and the next ones are read */
  setAside: readonly SetAside[];
}

/** A mail that could not be parsed. */
export interface SetAside {
  uid: number;
  /** empty where the header could not be parsed either */
  from: string;
  subject: string;
}

/** What is read of a mail only when it is asked for. */
export interface MailContent {
  /** its position in the mailbox */
  place: string;
  /** Returns null for a mail that was deleted meanwhile. */
  whole(): Promise<IncomingMail | null>;
  /** Whether the mailbox can still be read. */
  isConnected(): boolean;
  /** Its files, which may be read until the next mail is. */
  files(): Promise<readonly MailFile[]>;
}

/** Called for each mail, oldest first, one at a time. */
type Take = (header: IncomingMail, content: MailContent) => Promise<void>;

export interface Mailbox {
  /**
   * Passes the mails after `cursor` to `take`. Without a cursor, or when the folder was recreated, only returns a new
   * cursor: at `startAt`, or at the old cursor's time; else at this moment.
   */
  readSince(cursor: string | null, startAt: Date | null, take: Take): Promise<MailboxResult<ReadMails>>;
  /** Finds mails that answer this Message-ID or have this key in the subject. */
  findAnswers(messageId: string, key: string): Promise<MailboxResult<IncomingMail[]>>;
  /** Returns why the mailbox cannot be read, or null. */
  problem(): Promise<Reason | null>;
}

/** Mails per call. */
const BATCH = 50;
/** Most bytes read of a mail: its text comes before its files. */
const MOST_READ = 1024 * 1024;
/** UIDVALIDITY, UID of the last mail read, and its date, which finds the position in a recreated folder. */
const Cursor = z
  .string()
  .regex(/^\d+:\d+:\d{4}-[\d:.TZ-]+$/)
  .transform((text) => {
    const [validity = '', uid = '', ...at] = text.split(':');
    return { validity, uid: Number(uid), at: new Date(at.join(':')) };
  });

interface Folder extends OpenedFolder {
  parser: MailParser;
  /** true once the call has taken so long that the connection may be closed while a mail is parsed */
  isLate: () => boolean;
}

interface MailboxParts extends ConnectionParts {
  now: () => Date;
  parser: MailParser;
  /** true: a reading from a moment on takes no mail from before it */
  startsExactly?: boolean;
}

export function createMailbox(imap: ImapMailbox, signIn: SignIn, parts: MailboxParts): Mailbox {
  const { now, parser, startsExactly = false } = parts;
  /** Opens a connection per call: calls are short and must not wait for each other. */
  function reading<T>(use: (folder: Folder) => Promise<T>): Promise<MailboxResult<T>> {
    const lateAt = now().getTime() + parts.timeout / 3;
    const isLate = () => now().getTime() >= lateAt;
    return withFolder(imap, signIn, parts, (opened) => use({ ...opened, parser, isLate }));
  }

  return {
    readSince: (text, startAt, take) =>
      reading(async (folder) => {
        const cursor = Cursor.nullable().catch(null).parse(text);
        if (cursor?.validity === folder.validity) return readAfter(folder, cursor, take);
        const uid = await lastBefore(folder, cursor?.at ?? startAt, startsExactly);
        const place = cursorOf(folder, uid, cursor?.at ?? startAt ?? now());
        return { cursor: place, more: false, setAside: [] };
      }),
    findAnswers: (messageId, key) =>
      reading(async (folder) => {
        const signs = [{ header: { references: messageId } }, { header: { 'in-reply-to': messageId } }];
        const uids = await folder.client.search({ or: [...signs, { subject: key }] }, { uid: true });
        const mails: IncomingMail[] = [];
        for (const uid of (uids || []).slice(0, BATCH)) {
          const mail = await readWhole(folder, uid).catch(nullIfUnreadable);
          if (mail) mails.push(mail);
        }
        return mails;
      }),
    async problem() {
      const opened = await reading(async () => null);
      return opened.ok ? null : opened.failure.reason;
    },
  };
}

function cursorOf({ validity }: Folder, uid: number, at: Date): string {
  return `${validity}:${uid}:${at.toISOString()}`;
}

/**
 * Returns the UID before the first mail since `date`, or, unless it is exact, since a day before; the last UID where there is none.
 * IMAP searches by the day of an unknown time zone.
 */
async function lastBefore({ client, uidNext }: Folder, date: Date | null, isExact: boolean): Promise<number> {
  if (date === null) return uidNext - 1;
  const uids = (await client.search({ since: new Date(date.getTime() - DAY) }, { uid: true })) || [];
  const earliest = uids.reduce((first, uid) => Math.min(first, uid), uidNext);
  if (!isExact || uids.length === 0) return earliest - 1;
  const query = { uid: true, internalDate: true };
  let first = uidNext;
  for await (const { uid, internalDate } of client.fetch(`${earliest}:*`, query, { uid: true })) {
    // mailboxes keep the second
    const isSince = new Date(internalDate ?? 0).getTime() + SECOND > date.getTime();
    if (isSince) first = Math.min(first, uid);
  }
  return first - 1;
}

async function readAfter(
  folder: Folder,
  { uid: last, at }: z.infer<typeof Cursor>,
  take: Take,
): Promise<ReadMails> {
  if (folder.uidNext <= last + 1) return { cursor: cursorOf(folder, last, at), more: false, setAside: [] };
  // `n:*` means the last mail too when its UID is below n
  const found = (await folder.client.search({ uid: `${last + 1}:*` }, { uid: true })) || [];
  const uids = found.filter((uid) => uid > last).sort((one, other) => one - other);
  const batch = uids.slice(0, BATCH);
  let latest = at;
  let end = batch.at(-1) ?? folder.uidNext - 1;
  const setAside: SetAside[] = [];
  for (const { uid, ...source } of await readHeaders(folder, batch)) {
    latest = source.receivedAt;
    const header = await folder.parser.parse(source).catch(nullIfUnreadable);
    const isRead = header !== null && (await passMail(folder, uid, header, take));
    if (!isRead) setAside.push({ uid, from: header?.from ?? '', subject: header?.subject ?? '' });
    if (!folder.isLate()) continue;
    end = uid;
    break;
  }
  await flag(folder, setAside);
  return { cursor: cursorOf(folder, end, latest), more: uids.some((uid) => uid > end), setAside };
}

/** Flags mails for the people who look after the mailbox. Where that is not allowed, they stay as they are. */
async function flag({ client }: Folder, mails: readonly SetAside[]): Promise<void> {
  if (mails.length === 0) return;
  const uids = mails.map(({ uid }) => uid).join(',');
  const { mailbox } = client;
  if (!mailbox) return;
  try {
    await client.mailboxOpen(mailbox.path, { readOnly: false });
    await client.messageFlagsAdd(uids, ['\\Flagged'], { uid: true });
  } catch {
    // the backend's health names them all the same
  }
}

function nullIfUnreadable(failure: unknown): null {
  if (failure instanceof UnreadableMail) return null;
  throw failure;
}

/** Returns the headers of these mails, oldest first: each as long as may be parsed, and a byte more. */
async function readHeaders({ client, validity }: Folder, uids: readonly number[]) {
  if (uids.length === 0) return [];
  const header = { key: 'header', maxLength: MOST_HEADER + 1 };
  const query = { uid: true, internalDate: true, bodyParts: [header] };
  const found = await client.fetchAll(uids.join(','), query, { uid: true });
  return found
    .map(({ uid, internalDate, headers }) => ({
      uid,
      source: headers ?? Buffer.alloc(0),
      place: placeOf(validity, uid),
      receivedAt: new Date(internalDate ?? 0),
    }))
    .sort((one, other) => one.uid - other.uid);
}

/** Returns null for a mail that was deleted meanwhile. Throws UnreadableMail. */
async function readWhole({ client, validity, parser }: Folder, uid: number): Promise<IncomingMail | null> {
  const query = { uid: true, internalDate: true, source: { maxLength: MOST_READ } };
  const found = await client.fetchOne(String(uid), query, { uid: true });
  if (found === false || found.source === undefined) return null;
  const receivedAt = new Date(found.internalDate ?? 0);
  return parser.parse({ source: found.source, place: placeOf(validity, uid), receivedAt });
}

function placeOf(validity: string, uid: number): string {
  return `imap:${validity}:${uid}`;
}

/** Passes one mail to `take`; reads the whole mail only when `take` asks for it. Returns false for one that is unreadable. */
async function passMail(folder: Folder, uid: number, header: IncomingMail, take: Take): Promise<boolean> {
  let lost: unknown;
  const whole = () =>
    readWhole(folder, uid).catch((failure: unknown) => {
      lost = failure;
      throw failure;
    });
  try {
    const place = placeOf(folder.validity, uid);
    await take(header, {
      place,
      whole,
      isConnected: () => folder.client.usable,
      files: () => readFiles(folder.client, uid),
    });
    return true;
  } catch (failure) {
    if (failure instanceof UnreadableMail) return false;
    throw failure === lost ? failure : new UseFailure('a mail could not be handled', { cause: failure });
  }
}
