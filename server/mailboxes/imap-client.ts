// Opens a folder of a mailbox by IMAP, and says in a sentence why it cannot be.
import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import type { ImapMailbox } from '../../contract/mail-server.ts';
import type { Reason } from '../../contract/primitives.ts';
import { unknownAuthority } from '../certificate-authorities.ts';
import { lookUpOutside, type Resolve, refuseLinkLocal } from '../link-local.ts';
import { needsTls } from './plain-sign-in.ts';
import { MAILBOX_REASONS } from './sentences.ts';

/** Why a mailbox cannot be read. refused: a retry alone will not help. */
interface MailboxFailure {
  kind: 'unreachable' | 'refused';
  reason: Reason;
}

export type MailboxResult<T> = { ok: true; value: T } | { ok: false; failure: MailboxFailure };

/** A password, or a token of OAuth 2 (XOAUTH2). */
type Credentials = { pass: string } | { accessToken: string };

/** Returns what to sign in with at this moment. */
export type SignIn = () => Promise<MailboxResult<Credentials>>;

export function byPassword(password: string | undefined): SignIn {
  return async () => ({ ok: true, value: { pass: password ?? '' } });
}

export interface ConnectionParts {
  /** of the connection and of each answer, in milliseconds */
  timeout: number;
  resolve?: Resolve | undefined;
  /** true: the server tells of new mails while nothing else is asked of it */
  idles?: boolean;
}

export interface OpenedFolder {
  client: ImapFlow;
  validity: string;
  uidNext: number;
}

type Step = 'connect' | 'open' | 'read';

/** Connects, opens the folder for reading, and lets `use` have it until it is done. What `use` throws is a failure to read. */
export async function withFolder<T>(
  imap: ImapMailbox,
  signIn: SignIn,
  { timeout, resolve, idles = false }: ConnectionParts,
  use: (folder: OpenedFolder) => Promise<T>,
): Promise<MailboxResult<T>> {
  const credentials = await signIn();
  if (!credentials.ok) return credentials;
  const { host, port, secure, user, folder } = imap;
  const client = new ImapFlow({
    host,
    port,
    secure,
    // imapflow passes these on to the connection, with or without TLS
    tls: { lookup: lookUpOutside(resolve) },
    ...(needsTls(imap) && { doSTARTTLS: true }),
    logger: false,
    disableAutoIdle: !idles,
    auth: { user, ...credentials.value },
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
  // the failed call reports the error
  client.on('error', () => {});
  let step: Step = 'connect';
  try {
    refuseLinkLocal(host);
    await client.connect();
    step = 'open';
    const { uidValidity, uidNext } = await client.mailboxOpen(folder, { readOnly: true });
    step = 'read';
    const value = await use({ client, validity: String(uidValidity), uidNext });
    // everything was read: a failed logout does not matter
    await client.logout().catch(() => client.close());
    return { ok: true, value };
  } catch (failure) {
    client.close();
    if (failure instanceof UseFailure) throw failure.cause;
    const takesTokens = client.capabilities.has('AUTH=XOAUTH2');
    return { ok: false, failure: failureOf(failure, { step, takesTokens, ...credentials.value }, imap) };
  }
}

/** What is thrown by those whom the mails are for: not a failure of the mailbox. */
export class UseFailure extends Error {}

/** The fields of an imapflow error. */
const ImapError = z.object({
  message: z.string().catch('unknown'),
  authenticationFailed: z.boolean().optional().catch(undefined),
  tlsFailed: z.boolean().optional().catch(undefined),
  responseText: z.string().optional().catch(undefined),
});

function failureOf(
  failure: unknown,
  attempt: { step: Step; takesTokens: boolean; accessToken?: string },
  { host, user, folder }: ImapMailbox,
): MailboxFailure {
  const { message, authenticationFailed, tlsFailed, responseText } = ImapError.parse(failure);
  const detail = (responseText ?? message).replace(/\s+/g, ' ').slice(0, 200);
  const authority = responseText === undefined ? unknownAuthority(host, detail) : null;
  if (authority) return { kind: 'unreachable', reason: authority };
  if (tlsFailed) return { kind: 'refused', reason: MAILBOX_REASONS.noTls(host, detail) };
  if (authenticationFailed) {
    const isToken = attempt.accessToken !== undefined;
    const { tokenRefused, passwordsOff, mailboxRefused } = MAILBOX_REASONS;
    const reason = isToken ? tokenRefused : attempt.takesTokens ? passwordsOff : mailboxRefused;
    return { kind: 'refused', reason: reason(user, host, detail) };
  }
  if (attempt.step === 'open' && responseText !== undefined) {
    return { kind: 'refused', reason: MAILBOX_REASONS.folderNotOpened(folder, user, host, detail) };
  }
  return { kind: 'unreachable', reason: MAILBOX_REASONS.mailboxNotRead(host, detail) };
}
