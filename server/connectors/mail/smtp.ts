// Hands one mail to the organisation's mail server, and tells what is certain about it from what is not.
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { Failure } from '../connector.ts';
import type { Outgoing } from './outgoing.ts';
import { type SmtpTrouble, smtpFailure, smtpTrouble } from './smtp-failure.ts';

/**
 * - sent: the server answered 250, and said which Message-ID it gave the mail where it gave another
 * - not-sent: certainly
 * - unknown: the end of the mail went out and no answer came
 */
export type Outcome =
  | { kind: 'sent'; messageId: string | null }
  | { kind: 'not-sent' | 'unknown'; failure: Failure };

export interface MailServer {
  /** `beforeEnd` is awaited before the line that makes the server take the mail is sent. */
  send(mail: Outgoing, date: Date, beforeEnd: () => Promise<void>): Promise<Outcome>;
  /** Signs in and names sender and recipient, then goes away before any mail: null where all of it was taken. */
  tryOut(): Promise<SmtpTrouble | null>;
  /** Breaks off what is being sent. */
  close(): void;
}

/** Patience for the answer to a whole mail, in milliseconds: to give up early is not to know (RFC 5321, 4.5.3.2.6). */
const END_PATIENCE = 120_000;

/** `timeout` in milliseconds is that of every other answer. */
export function createMailServer(
  { smtp, replyTo, to }: MailSettings,
  password: string | undefined,
  timeout: number,
): MailServer {
  const open = new Set<SMTPConnection>();

  /** Signed in while `talk` runs; rejects with whatever ends the connection. */
  async function connected<T>(talk: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const { host, port, secure, user } = smtp;
    const patience = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout };
    const connection = new SMTPConnection({ host, port, secure, dnsTimeout: timeout, ...patience });
    open.add(connection);
    const ended = new Promise<never>((_, reject) => {
      connection.on('error', reject);
      connection.once('end', () => reject(new Error('the connection was ended')));
    });
    ended.catch(() => {});
    try {
      await Promise.race([step((done) => connection.connect(done)), ended]);
      const credentials = { user: user ?? '', pass: password ?? '' };
      if (user !== null) {
        await Promise.race([step((done) => connection.login({ credentials }, done)), ended]);
      }
      const said = await Promise.race([talk(connection), ended]);
      connection.quit();
      return said;
    } catch (failure) {
      connection.close();
      throw failure;
    } finally {
      open.delete(connection);
    }
  }

  return {
    async send(mail, date, beforeEnd) {
      let isOut = false;
      try {
        const messageId = await connected((connection) =>
          transmit(connection, mail, date, async () => {
            isOut = true;
            if (connection._socket) connection._socket.setTimeout(Math.max(timeout, END_PATIENCE));
            await beforeEnd();
          }),
        );
        return { kind: 'sent', messageId };
      } catch (problem) {
        const trouble = smtpTrouble(problem);
        const isCertain = !isOut || trouble.isAnswer;
        return { kind: isCertain ? 'not-sent' : 'unknown', failure: smtpFailure(trouble, smtp.host) };
      }
    },
    async tryOut() {
      const nothing = new Readable({
        read() {
          this.destroy(new Error('no mail is meant'));
        },
      });
      try {
        await connected((connection) =>
          step<unknown>((done) => connection.send({ from: replyTo, to: [to] }, nothing, done)),
        );
        return null;
      } catch (problem) {
        const trouble = smtpTrouble(problem);
        return trouble.step === 'content' ? null : trouble;
      }
    },
    close() {
      for (const connection of open) connection.close();
    },
  };
}

async function transmit(
  connection: SMTPConnection,
  { message, size }: Outgoing,
  date: Date,
  beforeEnd: () => Promise<void>,
): Promise<string | null> {
  const node = new MailComposer({ ...message, date }).compile();
  const source = node.createReadStream();
  // nothing of it runs before the connection reads: by then the server has accepted sender and recipient
  const content = Readable.from(thenAwait(source, beforeEnd), { objectMode: false });
  const { from, to } = node.getEnvelope();
  const envelope = { from, to, size: Math.ceil(size) };
  const info = await step<{ serverMessageId?: string | undefined } | undefined>((done) =>
    connection.send(envelope, content, done),
  );
  return info?.serverMessageId ?? null;
}

async function* thenAwait(source: Readable, beforeEnd: () => Promise<void>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield chunk;
  await beforeEnd();
}

/** A call that ends by calling back. */
function step<T>(start: (done: (failure?: Error | null, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) =>
    start((failure, value) => (failure ? reject(failure) : resolve(value))),
  );
}
