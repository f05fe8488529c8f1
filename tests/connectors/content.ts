// Makes the content that the contract suite sends: tickets, comments, files, each with its own key and text.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import type {
  NewAttachment,
  NewComment,
  NewContact,
  NewTicket,
  Person,
  Transition,
} from '../../server/connectors/connector.ts';
import type { Harness } from './harness.ts';

export function newTicket(
  { organisation, known, category }: Harness,
  more: Partial<NewTicket> = {},
): NewTicket {
  const key = uuid();
  return {
    key,
    kind: 'incident',
    title: `The printer prints nothing ${key.slice(-12)}`,
    description: 'It says "paper jam" since this morning, and there is none.',
    organisation,
    requester: known,
    writtenBy: null,
    contacts: [],
    category,
    answers: [],
    impact: 'person',
    urgency: 'medium',
    hostname: 'PC-0001',
    userName: 'requester',
    facts: [],
    createdAt: new Date().toISOString(),
    ...more,
  };
}

export function newComment(ticketRef: string, author: Person, body: string): NewComment {
  return { key: uuid(), ticketRef, author, body, internal: false };
}

export function newAttachment(ticketRef: string, name: string, bytes: Buffer): NewAttachment {
  const key = uuid();
  return {
    key,
    ticketRef,
    name,
    mediaType: 'application/octet-stream',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    open: async () => Readable.from(piecesOf(bytes)),
    link: (days) => `${linkOf(key)}?days=${days}`,
  };
}

/** Returns the address of our copy of the attachment with this key. */
export function linkOf(key: string): string {
  return `https://guichet.example.org/v1/files/${key}?expires=1798761600&signature=0f1e2d`;
}

/** Yields the bytes in pieces, as a file stream does. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  const piece = 64 * 1024;
  for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
}

export function newContact(ticketRef: string, contact: Person, others: readonly Person[] = []): NewContact {
  return { key: uuid(), ticketRef, contact, contacts: [...others, contact] };
}

export function newAct(
  ticketRef: string,
  by: Person,
  act: 'close' | 'reopen' | 'approve' | 'reject',
): Transition {
  return { key: uuid(), ticketRef, by, byStaff: false, act };
}

/** Normalises line ends and spaces, which backends may change. */
export function asRead(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}
