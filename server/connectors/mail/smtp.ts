// Sends one mail to the organisation's mail server, and tells certain outcomes from uncertain ones.
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import { connectOutside, type Resolve } from '../../link-local.ts';
import { provisionOf, type Tokens } from '../../mail-tokens.ts';
import { needsTls } from '../../mailboxes/plain-sign-in.ts';
import type { Failure } from '../connector.ts';
import type { Outgoing } from './outgoing.ts';
import { type SmtpTrouble, smtpFailure, smtpTrouble } from './smtp-failure.ts';

/**
 * - sent: the server answered 250; `messageId` is set where the server replaced ours
 * - not-sent: certainly not sent
 * - unknown: the end of the mail was sent and no answer came
 */
type Outcome =
  | { kind: 'sent'; messageId: string | null }
  | { kind: 'not-sent' | 'unknown'; failure: Failure };

export interface MailServer {
  /** `beforeEnd` is awaited before the final line, which makes the server accept the mail. */
  send(mail: Outgoing, date: Date, beforeEnd: () => Promise<void>): Promise<Outcome>;
  /** Signs in, sends sender and recipient, and disconnects before any mail. Returns null where all was accepted. */
  tryOut(): Promise<SmtpTrouble | null>;
  /** Aborts the mails being sent. */
  close(): void;
}

/** How its account is signed in to. */
export type SmtpSignIn = { password: string } | { tokens: Tokens };

function authOf(user: string, signIn: SmtpSignIn): SMTPConnection.AuthenticationType {
  if (!('tokens' in signIn)) return { credentials: { user, pass: signIn.password } };
  const oauth2 = new XOAuth2({ user, provisionCallback: provisionOf(signIn.tokens) });
  return { user, method: 'XOAUTH2', oauth2 };
}

/** Least timeout of the final answer, in milliseconds: giving up early leaves the outcome unknown (RFC 5321, 4.5.3.2.6). */
const FINAL_TIMEOUT = 120_000;

/** `timeout`, in milliseconds, applies to every other answer. `resolve` resolves names; the system's by default. */
export function createMailServer(
  { smtp, replyTo, to }: MailSettings,
  signIn: SmtpSignIn,
  timeout: number,
  resolve?: Resolve,
): MailServer {
  const open = new Set<SMTPConnection>();
  const closing = new AbortController();

  /** Runs `talk` on a signed-in connection; rejects with the error that ends the connection. */
  async function connected<T>(talk: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const { host, port, secure, user } = smtp;
    const timeouts = { greetingTimeout: timeout, socketTimeout: timeout };
    // nodemailer would look the name up by itself
    const socket = await connectOutside({ host, port, timeout, signal: closing.signal, resolve });
    const requireTLS = user !== null && needsTls(smtp);
    const connection = new SMTPConnection({
      host,
      port,
      secure,
      requireTLS,
      connection: socket,
      ...timeouts,
    });
    open.add(connection);
    const ended = new Promise<never>((_, reject) => {
      connection.on('error', reject);
      connection.once('end', () => reject(new Error('the connection was ended')));
    });
    ended.catch(() => {});
    try {
      await Promise.race([step((done) => connection.connect(done)), ended]);
      if (user !== null) {
        await Promise.race([step((done) => connection.login(authOf(user, signIn), done)), ended]);
      }
      const result = await Promise.race([talk(connection), ended]);
      connection.quit();
      return result;
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
            if (connection._socket) connection._socket.setTimeout(Math.max(timeout, FINAL_TIMEOUT));
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
          this.destroy(new Error('the trial ends before the mail'));
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
      closing.abort(new Error('the connection was ended'));
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
  // starts when the connection reads: by then the server has accepted sender and recipient
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

/** Turns a callback into a promise. */
function step<T>(start: (done: (failure?: Error | null, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) =>
    start((failure, value) => (failure ? reject(failure) : resolve(value))),
  );
}
