// The connector of help desks that work by mail, such as Octopus: sends by SMTP, reads answers by IMAP.
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { ImapMailbox } from '../../../contract/mail-server.ts';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import { HOUR, MINUTE } from '../../clock.ts';
import { createTokens } from '../../mail-tokens.ts';
import type { SignIn } from '../../mailboxes/imap-client.ts';
import { createMailbox, type Mailbox } from '../../mailboxes/mailbox.ts';
import { signInTo } from '../../mailboxes/token-sign-in.ts';
import type {
  Capabilities,
  Check,
  Connector,
  Found,
  KeyLookup,
  NewAttachment,
  NewComment,
  OperationResult,
  Transition,
} from '../connector.ts';
import type { ConnectorKind } from '../connector-kind.ts';
import { serversOfMailbox } from '../http.ts';
import { done, failed, ofQuestion, tooEarly } from '../results.ts';
import type { Desk, MailParts } from './desk.ts';
import { createDeskAnswers } from './desk-answers.ts';
import {
  composeAct,
  composeAttachment,
  composeComment,
  composeTicket,
  type MailIds,
  newMailIds,
  type Outgoing,
} from './outgoing.ts';
import { checkPatterns, unusablePattern } from './patterns.ts';
import { readChanges } from './read-changes.ts';
import { createSentMails, type SentMail } from './sent-mails.ts';
import { REASONS } from './sentences.ts';
import { createMailServer, type SmtpSignIn } from './smtp.ts';
import { smtpFailure } from './smtp-failure.ts';

/** Bounds of a wait for a number, in milliseconds. */
const SHORTEST_WAIT = 10_000;
const LONGEST_WAIT = 15 * MINUTE;
export const mailKind: ConnectorKind<MailSettings> = {
  create: (settings, secrets, { db, backendId, ...parts }) =>
    createMailConnector(settings, secrets, { ...parts, sent: createSentMails(db, backendId) }),
  serversOf: ({ smtp, imap }) => [smtp, ...(imap ? serversOfMailbox(imap) : [])],
  receiverOf({ smtp, imap }, secret) {
    if (secret === 'imapClientSecret') return imap?.token?.tokenUrl ?? null;
    if (secret === 'imapPassword' && imap?.token) return null;
    if (secret === 'smtpClientSecret') return smtp.token?.tokenUrl ?? null;
    if (secret === 'password' && smtp.token) return null;
    const server = secret === 'imapPassword' ? imap : smtp;
    return server && JSON.stringify([server.host, server.port, server.secure]);
  },
  checkSettings: checkPatterns,
  hoursToNumber: ({ imap, awaitNumberHours }) => imap && awaitNumberHours,
  warningOf: ({ imap, authServer }) => (imap && authServer === null ? REASONS.trustsFrom : null),
};

function signInOf(
  imap: ImapMailbox,
  { imapPassword: password, imapClientSecret: clientSecret }: BackendSecrets,
  parts: MailParts,
): SignIn {
  return signInTo(imap, { password, clientSecret }, parts);
}

function smtpSignIn(
  { smtp: { token } }: MailSettings,
  { password, smtpClientSecret }: BackendSecrets,
  parts: MailParts,
): SmtpSignIn {
  return token === null
    ? { password: password ?? '' }
    : { tokens: createTokens(token, smtpClientSecret, parts) };
}

/** The reference of a ticket is the key of the mail that created it. */
export function createMailConnector(
  settings: MailSettings,
  secrets: BackendSecrets,
  parts: MailParts,
): Connector {
  const { timeout, sent, now, resolve } = parts;
  const { imap } = settings;
  const parser = parts.openParser();
  const desk: Desk = {
    settings,
    parts,
    server: createMailServer(settings, smtpSignIn(settings, secrets, parts), timeout, resolve),
    mailbox: imap && createMailbox(imap, signInOf(imap, secrets, parts), { timeout, now, parser, resolve }),
    answers: createDeskAnswers(settings, sent),
  };
  return {
    capabilities: capabilitiesOf(settings),
    check: () => check(desk),
    createTicket: (ticket) => sendOnce(desk, ticket.key, (ids) => composeTicket(ticket, ids, settings)),
    addComment: (comment) => addComment(desk, comment),
    addAttachment: (attachment) => addAttachment(desk, attachment),
    transition: (act) => transition(desk, act),
    rate: async () => failed('refused', REASONS.noRating),
    addContact: async () => failed('refused', REASONS.noContact),
    findByKey: (question) => findByKey(desk, question),
    changesSince: (cursor) => readChanges(desk, cursor),
    catalogue: async () => failed('refused', REASONS.noCatalogue),
    people: async () => failed('refused', REASONS.noPeople),
    async close() {
      desk.server.close();
      await parser.close();
    },
  };
}

/** Another Guichet closes, reopens and resolves its ticket; any other desk reads words only. */
function capabilitiesOf({ imap, guichet }: MailSettings): Capabilities {
  return {
    comments: true,
    attachments: 'upload',
    acts: guichet ? ['close', 'reopen'] : [],
    resolve: guichet,
    staff: {},
    rating: false,
    contacts: false,
    changes: imap !== null,
    catalogue: false,
    people: false,
  };
}

function foundOf({ key, number }: Pick<SentMail, 'key' | 'number'>): Found {
  return { ref: key, number, status: null };
}

/** Sends the mail, unless the mail server has accepted it before (250): then it is never sent again. */
async function sendOnce(
  { parts, server, settings }: Desk,
  key: string,
  compose: (ids: MailIds) => Outgoing,
): Promise<OperationResult<Found>> {
  const { sent, now } = parts;
  const before = await sent.find(key);
  if (before?.state === 'sent') return done(foundOf(before));
  const mail = compose(before ?? newMailIds(settings));
  // the row is written just before the end of the mail: if the process dies earlier, nothing was sent and there is no row
  const begin = () => sent.begin({ ...mail.sent, sentAt: now().toISOString() });
  const outcome = await server.send(mail, now(), begin);
  if (outcome.kind === 'sent') {
    await sent.settle(key, outcome.messageId ?? mail.sent.messageId, now().toISOString());
    return done(foundOf({ key, number: null }));
  }
  const failure: OperationResult<Found> = { ok: false, failure: outcome.failure };
  if (outcome.kind === 'unknown') return failure;
  // keeps the row of an earlier attempt, whose outcome is still unknown
  if (before === null) await sent.forget(key);
  return ofQuestion(failure);
}

async function addComment(desk: Desk, comment: NewComment): Promise<OperationResult<Found>> {
  if (comment.internal) return failed('refused', REASONS.noNotes);
  const ticket = await ticketToAnswer(desk, comment.ticketRef);
  if (!ticket.ok) return ticket;
  return sendOnce(desk, comment.key, (ids) => composeComment(comment, ids, ticket.value, desk.settings));
}

/** What is expected of the other Guichet, which says so if it does not follow. */
const AFTER = { close: 'closed', reopen: 'assigned', resolve: 'resolved' } as const;

async function transition(desk: Desk, operation: Transition): Promise<OperationResult<Found>> {
  const { act, key, by } = operation;
  const { settings } = desk;
  if (!settings.guichet || (act !== 'close' && act !== 'reopen' && act !== 'resolve'))
    return failed('refused', REASONS.noStatus);
  const ticket = await ticketToAnswer(desk, operation.ticketRef);
  if (!ticket.ok) return ticket;
  const text = act === 'resolve' ? operation.solution : '';
  const sent = await sendOnce(desk, key, (ids) =>
    composeAct({ key, by, does: act, text }, ids, ticket.value, settings),
  );
  return sent.ok ? done({ ...sent.value, status: AFTER[act] }) : sent;
}

async function addAttachment(desk: Desk, attachment: NewAttachment): Promise<OperationResult<Found>> {
  const ticket = await ticketToAnswer(desk, attachment.ticketRef);
  if (!ticket.ok) return ticket;
  const content = await attachment.open();
  try {
    return await sendOnce(desk, attachment.key, (ids) =>
      composeAttachment(attachment, content, ids, ticket.value, desk.settings),
    );
  } finally {
    content.destroy();
  }
}

/**
 * Returns the ticket, with its number where that is known. Help desks that match mails by tag would create a new ticket
 * for a reply without the number: the reply waits for it, at most for the hours in the settings.
 */
async function ticketToAnswer(desk: Desk, ref: string): Promise<OperationResult<SentMail>> {
  const { parts, settings, mailbox } = desk;
  const ticket = await parts.sent.find(ref);
  if (!ticket) return failed('gone', REASONS.gone(ref));
  if (ticket.number !== null || mailbox === null) return done(ticket);
  const acknowledged = await learnFromMailbox(desk, mailbox, ticket);
  if (!acknowledged.ok) return ofQuestion(acknowledged);
  const known = (await parts.sent.find(ref)) ?? ticket;
  const now = parts.now().toISOString();
  const isAhead = ticket.sentAt > now;
  // the clock was ahead when it was sent, and has been set right: the wait begins now
  if (isAhead) await parts.sent.settle(ticket.key, ticket.messageId, now);
  const waited = isAhead ? 0 : Date.parse(now) - Date.parse(ticket.sentAt);
  if (known.number !== null || waited >= settings.awaitNumberHours * HOUR) return done(known);
  const retryAfter = Math.min(Math.max(waited / 4, SHORTEST_WAIT), LONGEST_WAIT);
  return tooEarly(REASONS.numberAwaited, Math.round(retryAfter));
}

/** Returns whether a mail in the mailbox answers this one, which proves that it arrived. Stores the number of its ticket. */
async function learnFromMailbox(
  { parts, answers }: Desk,
  mailbox: Mailbox,
  mail: SentMail,
): Promise<OperationResult<boolean>> {
  const found = await mailbox.findAnswers(mail.messageId, mail.key);
  // a refused sign-in, or a folder that is not there: of the mailbox, not of this mail
  if (!found.ok) return found.failure.kind === 'refused' ? failed('barred', found.failure.reason) : found;
  const ticket = await parts.sent.find(mail.ticketKey);
  let isAnswered = false;
  for (const answer of found.value) {
    // skips our own mails, which some servers put into the same folder
    if ((await answers.ticketOf(answer)) === null) continue;
    isAnswered = true;
    if (ticket) await answers.learnNumber({ mail: answer, ticket });
  }
  return done(isAnswered);
}

/**
 * A mail without a row in the sent-mail log was not sent; one marked as sent was. For any other, an answer in the mailbox
 * proves that it arrived. Without an answer it is sent again with the same Message-ID.
 */
async function findByKey(desk: Desk, question: KeyLookup): Promise<OperationResult<Found | null>> {
  const { parts, mailbox } = desk;
  const mail = await parts.sent.find(question.key);
  if (!mail) return done(null);
  if (mail.state === 'sent') return done(foundOf(mail));
  if (mailbox === null) return done(null);
  const answered = await learnFromMailbox(desk, mailbox, mail);
  if (!answered.ok) return answered;
  if (!answered.value) return done(null);
  await parts.sent.settle(mail.key, mail.messageId, mail.sentAt);
  return done(foundOf((await parts.sent.find(mail.key)) ?? mail));
}

/** Whether From is the requester's own address. */
function writesAsOthers({ guichet, knownBy }: MailSettings): boolean {
  return !guichet && knownBy === 'from';
}

async function check({ server, mailbox, settings }: Desk): Promise<Check[]> {
  const checks: Check[] = [];
  const trouble = await server.tryOut();
  const why = trouble && smtpFailure(trouble, settings.smtp.host).reason;
  const steps = {
    connection: 'reachable',
    tls: 'sign-in',
    'sign-in': 'sign-in',
    mail: 'write-tickets',
  } as const;
  const stopped = trouble && trouble.step !== 'content' ? steps[trouble.step] : null;
  for (const name of ['reachable', 'sign-in', 'write-tickets'] as const) {
    const untried =
      name === 'write-tickets' && writesAsOthers(settings) ? { untried: REASONS.sendAsUntried } : {};
    checks.push(name === stopped ? { name, problem: why } : { name, problem: null, ...untried });
    if (name === stopped) break;
  }
  const unusable = unusablePattern(settings)?.problem ?? null;
  if (mailbox) checks.push({ name: 'mailbox', problem: (await mailbox.problem()) ?? unusable });
  return checks;
}
