// Composes mails to a help desk: subjects with our key and the ticket's tag, filled templates, thread headers.
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { MailComposerOptions } from 'nodemailer/lib/mail-composer';
import { DESK_HEADER, type DeskAsked, deskHeader } from '../../../contract/desk-mails.ts';
import { withKey } from '../../../contract/keyed-address.ts';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import { encodeBase36 } from '../../mail/base36.ts';
import type { LabelledValue, NewAttachment, NewComment, NewTicket, Person } from '../connector.ts';
import { named } from '../named.ts';
import type { SentMail } from './sent-mails.ts';

/** A mail, and its row in the sent-mail log. */
export interface Outgoing {
  sent: Omit<SentMail, 'state' | 'number' | 'sentAt'>;
  message: MailComposerOptions;
  /** estimate in bytes, for mail servers with a size limit */
  size: number;
}

/** Headers of a mail that passes on what was written in another desk. */
const RELAYED = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
  'X-Guichet-Relay': 'yes',
};

/** Headers of a mail to another Guichet, which carries out what it says and acknowledges it by itself (RFC 3834). */
const TO_GUICHET = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** Size of base64 with line breaks, in bytes per byte. */
const ENCODED = 1.4;
/** Size of headers and MIME structure, in bytes. */
const OVERHEAD = 10_000;

/** What identifies a mail. The same at every attempt: help desks drop a Message-ID that they have seen. */
export type MailIds = Pick<SentMail, 'messageId' | 'replyKey'>;

/** Returns the ids of a new mail: 128 random bits, which only its recipients know. */
export function newMailIds({ replyTo }: Pick<MailSettings, 'replyTo'>): MailIds {
  const replyKey = encodeBase36(randomBytes(16));
  return { replyKey, messageId: `<${replyKey}@${replyTo.slice(replyTo.lastIndexOf('@') + 1)}>` };
}

/** Returns the address for answers to a mail. */
function replyAddress({ replyTo, plusAddress }: MailSettings, { replyKey }: MailIds): string {
  if (!plusAddress || replyKey === null) return replyTo;
  return withKey(replyTo, replyKey);
}

export function composeTicket(ticket: NewTicket, ids: MailIds, settings: MailSettings): Outgoing {
  const { template, serviceRequestTemplate } = settings;
  const isPlain = ticket.kind === 'incident' || settings.guichet;
  const text = fillTemplate(isPlain ? template : serviceRequestTemplate, ticket);
  const title = oneLine(ticket.title);
  const others = [...ticket.contacts, ...(ticket.writtenBy ? [ticket.writtenBy] : [])];
  return compose(settings, {
    ...ids,
    key: ticket.key,
    ticketKey: ticket.key,
    operation: 'create-ticket',
    sender: ticket.requester,
    title,
    // a Guichet finds the ticket by the Message-ID
    subject: settings.guichet ? title : `${title} [${ticket.key}]`,
    does: 'open',
    text,
    // shows the help desk who takes part; the envelope has the help desk's address only
    cc: others.filter(({ email }) => email !== ticket.requester.email),
  });
}

export function composeComment(
  comment: NewComment,
  ids: MailIds,
  ticket: SentMail,
  settings: MailSettings,
): Outgoing {
  const { key, author: sender, body: text } = comment;
  const reply = { ...ids, key, operation: 'add-comment', sender, text, does: 'say' } as const;
  return composeReply(settings, ticket, reply);
}

/** `content` is streamed while the mail is sent. */
export function composeAttachment(
  { key, name, mediaType, size }: NewAttachment,
  content: Readable,
  ids: MailIds,
  ticket: SentMail,
  settings: MailSettings,
): Outgoing {
  const text = settings.guichet ? '' : name;
  const { sender } = ticket;
  const reply = { ...ids, key, operation: 'add-attachment', sender, text, does: 'say' } as const;
  const { message, ...mail } = composeReply(settings, ticket, reply);
  const file = { filename: name, contentType: mediaType, content, contentDisposition: 'attachment' };
  return { ...mail, message: { ...message, attachments: [file] }, size: mail.size + size * ENCODED };
}

/** What another Guichet is to do with its ticket. `text`: the solution, of one that is resolved. */
export function composeAct(
  { key, by, does, text }: { key: string; by: Person | null; does: DeskAsked['does']; text: string },
  ids: MailIds,
  ticket: SentMail,
  settings: MailSettings,
): Outgoing {
  const sender = by ?? { email: '', fullName: settings.replyTo };
  return composeReply(settings, ticket, { ...ids, key, operation: 'transition', sender, text, does });
}

function composeReply(
  settings: MailSettings,
  { ticketKey, messageId, number, title }: SentMail,
  mail: Pick<Letter, 'key' | 'messageId' | 'replyKey' | 'operation' | 'sender' | 'text' | 'does'>,
): Outgoing {
  const tag = number === null ? '' : `${settings.replyTag.replaceAll('{number}', () => number)} `;
  // the tag comes first: help desks cut long subjects
  const subject = settings.guichet ? `Re: ${tag}${title}` : `Re: ${tag}${title} [${mail.key}]`;
  const reply = compose(settings, { ...mail, ticketKey, title, subject, cc: [] });
  return { ...reply, message: { ...reply.message, inReplyTo: messageId, references: [messageId] } };
}

interface Letter extends Pick<SentMail, 'key' | 'ticketKey' | 'operation' | 'sender' | 'title'>, MailIds {
  subject: string;
  text: string;
  cc: readonly Person[];
  /** what another Guichet is to do */
  does: DeskAsked['does'];
}

function compose(settings: MailSettings, { subject, text, cc, does, ...sent }: Letter): Outgoing {
  const { messageId } = sent;
  const message: MailComposerOptions = {
    ...peopleOf(settings, sent, cc),
    to: settings.to,
    ...headersOf(settings, sent.sender, does),
    subject,
    messageId,
    text,
    // base64 prevents flowed or truncated lines
    encoding: 'base64',
    // bounces and automatic answers go to the reply address
    envelope: { from: settings.replyTo, to: [settings.to] },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return { sent, message, size: Buffer.byteLength(text) * ENCODED + OVERHEAD };
}

/**
 * Who the desk takes for the requester, and where it answers. A Guichet knows the desk as the requester of the ticket: only the name
 * is that of who wrote. Of a requester of another desk only the name is known.
 */
function peopleOf(
  settings: MailSettings,
  sent: Pick<Letter, 'sender'> & MailIds,
  others: readonly Person[],
): Pick<MailComposerOptions, 'from' | 'sender' | 'replyTo' | 'cc'> {
  const { guichet, knownBy, replyTo } = settings;
  const { sender } = sent;
  const answers = replyAddress(settings, sent);
  const cc = others.map(addressOf);
  const isKnown = !guichet && sender.email !== '';
  if (isKnown && knownBy === 'reply-to') {
    const from = addressOf({ ...sender, email: replyTo });
    return { from, replyTo: addressOf(sender), cc: [...cc, { name: 'Guichet', address: answers }] };
  }
  const from = addressOf({ ...sender, email: isKnown ? sender.email : replyTo });
  return { from, ...(!guichet && { sender: replyTo }), replyTo: answers, ...(cc.length > 0 && { cc }) };
}

function headersOf(
  { guichet }: MailSettings,
  { email }: Person,
  does: DeskAsked['does'],
): Pick<MailComposerOptions, 'headers'> {
  if (guichet) return { headers: { ...TO_GUICHET, [DESK_HEADER]: deskHeader({ does }) } };
  // what another desk wrote is passed on by a machine: it must not be acknowledged (RFC 3834)
  return email === '' ? { headers: RELAYED } : {};
}

function addressOf({ fullName, email }: Person): { name: string; address: string } {
  return { name: oneLine(fullName), address: email };
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Replaces all placeholders in one pass: user input is never taken for a placeholder. */
export function fillTemplate(template: string, ticket: NewTicket): string {
  const values: Record<string, string> = {
    title: ticket.title,
    description: ticket.description,
    key: ticket.key,
    requester: ticket.requester.fullName,
    email: ticket.requester.email,
    hostname: ticket.hostname,
    category: ticket.category?.name ?? '',
    answers: linesOf(ticket.answers),
    facts: linesOf(ticket.facts),
    organisation: ticket.organisation,
    userName: ticket.userName,
    writtenBy: ticket.writtenBy?.fullName ?? '',
    contacts: ticket.contacts.map(named).join(', '),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}

function linesOf(answers: readonly LabelledValue[]): string {
  return answers.map(({ label, value }) => `${label}: ${value}`).join('\n');
}
