// Reads and writes comments of an Atera ticket. They have no id: author, date and text tell them apart.

import { createHash } from 'node:crypto';
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { BackendFile } from '../backend-file.ts';
import type { BackendComment, Found, NewAttachment, NewComment, OperationResult } from '../connector.ts';
import { textBesidePictures } from '../html-pictures.ts';
import { pathSegment } from '../http.ts';
import { done, failed } from '../results.ts';
import type { AteraClient } from './client.ts';
import { findContact } from './contacts.ts';
import type { Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, Comment, momentOf, Ticket } from './shapes.ts';
import { commentText, linkText, readText, solutionIn } from './texts.ts';

/** Fails with `gone` where Atera no longer has the ticket. */
export async function readTicket(client: AteraClient, ref: string): Promise<Reply<Ticket>> {
  return goneWhenMissing(await client.ask({ path: pathOf(ref) }, Ticket), ref);
}

/** `ref` is stable between readings. */
export type ReadComment = Comment & { ref: string };

/**
 * Reads the comments oldest first, beginning with the description. Fails with `gone` where Atera no longer has the
 * ticket. `ticketKey` decides the order when all comments have the same second.
 */
export async function readComments(
  client: AteraClient,
  ref: string,
  ticketKey: string | null = null,
): Promise<Reply<ReadComment[]>> {
  const reply = goneWhenMissing(await client.pages({ path: `${pathOf(ref)}/comments` }, Comment), ref);
  if (!reply.ok) return reply;
  const comments = withRefs(reply.value);
  const inOrder = isNewestFirst(comments, ticketKey) ? comments.toReversed() : comments;
  return {
    ...reply,
    value: inOrder.toSorted((one, other) => momentOf(one).getTime() - momentOf(other).getTime()),
  };
}

/** Atera does not document the order of its list. */
function isNewestFirst(comments: readonly Comment[], ticketKey: string | null): boolean {
  const [first, last] = [comments[0], comments.at(-1)];
  if (first === undefined || last === undefined || first === last) return false;
  const lead = momentOf(first).getTime() - momentOf(last).getTime();
  return lead > 0 || (lead === 0 && ticketKey !== null && readText(last.Comment).key === ticketKey);
}

/** Equal comments on one page are two comments; on two pages they are one that moved between the requests. */
function withRefs(pages: readonly Comment[][]): ReadComment[] {
  const all = new Map<string, ReadComment>();
  for (const page of pages) {
    const times = new Map<string, number>();
    for (const comment of page) {
      const hash = hashOf(comment);
      const time = (times.get(hash) ?? 0) + 1;
      times.set(hash, time);
      const ref = time === 1 ? hash : `${hash}-${time}`;
      if (!all.has(ref)) all.set(ref, { ...comment, ref });
    }
  }
  return [...all.values()];
}

function hashOf({ Date: date, Comment: text, TechnicianContactID, EndUserID }: Comment): string {
  const identity = JSON.stringify([TechnicianContactID, EndUserID, date, text]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

export function pathOf(ref: string): string {
  return `/tickets/${pathSegment(ref)}`;
}

function goneWhenMissing<T>(reply: Reply<T>, ref: string): Reply<T> {
  if (reply.ok || reply.status !== 404 || reply.failure.kind !== 'refused') return reply;
  return { ...failed('gone', REASONS.gone(ref)), status: reply.status };
}

/**
 * Returns the public comments of the ticket with this key, without the description. A key counts once and only from end
 * users: replies by mail quote it. The same text under it again was sent after an answer that came too late.
 */
export function publicComments(
  comments: readonly ReadComment[],
  ticketKey: string,
  picturesOf: (html: string) => BackendFile[],
): BackendComment[] {
  const seen = new Map<string, string>();
  return comments.flatMap((comment) => {
    const { key, body } = readText(comment.Comment || comment.CommentHtml);
    const ofEndUser = key !== null && comment.TechnicianContactID === null;
    if (ofEndUser && seen.get(key) === body) return [];
    const isOurs = ofEndUser && !seen.has(key);
    if (isOurs) seen.set(key, body);
    if (comment.IsInternal || (isOurs && key === ticketKey)) return [];
    const filesThere = isOurs ? [] : picturesOf(comment.CommentHtml || comment.Comment);
    return {
      ref: isOurs ? key : comment.ref,
      author: authorOf(comment),
      body: isOurs ? body : textBesidePictures(body),
      createdAt: momentOf(comment).toISOString(),
      key: isOurs ? key : null,
      ...(filesThere.length > 0 && { filesThere }),
    };
  });
}

function authorOf({ FirstName, LastName, Email }: Comment): string {
  return [FirstName, LastName].filter((name) => name !== null).join(' ') || Email || 'Atera';
}

/** Returns a technician's last public comment, or the other backend's solution: Atera has no field for a solution. */
export function solutionOf(comments: readonly Comment[]): string | null {
  for (const { TechnicianContactID, IsInternal, Comment: text } of comments.toReversed()) {
    const { key, body } = readText(text);
    if (TechnicianContactID !== null && !IsInternal && textBesidePictures(body) !== '') return body;
    const solution = key === null ? null : solutionIn(body);
    if (solution !== null) return solution;
  }
  return null;
}

/**
 * Posts as the author where Atera knows them, else as the requester with the author's name in the text. An internal note is
 * written in the name of the technician that the settings name.
 */
export async function addComment(
  client: AteraClient,
  operation: NewComment,
  { language, noteTechnician }: Pick<AteraSettings, 'language' | 'noteTechnician'>,
): Promise<OperationResult<Found>> {
  const { key, ticketRef, author } = operation;
  if (operation.internal && noteTechnician === null) return failed('refused', REASONS.noNotes);
  const ticket = await readTicket(client, ticketRef);
  if (!ticket.ok) return ticket;
  if (operation.internal)
    return write(client, operation, commentText(operation, { isAuthor: false, language }), {
      TechnicianCommentDetails: { TechnicianId: Number(noteTechnician), IsInternal: true },
    });
  const requester = ticket.value.EndUserID;
  if (requester !== null && ticket.value.EndUserEmail?.toLowerCase() === author.email.toLowerCase()) {
    return post(client, operation, requester, commentText(operation, { isAuthor: true, language }));
  }
  // a technician of another backend has no address here
  if (author.email === '') {
    const text = commentText(operation, { isAuthor: false, language });
    return post(client, { key, ticketRef }, requester, text);
  }
  const contact = await findContact(client, author.email);
  if (!contact.ok) return contact;
  const text = commentText(operation, { isAuthor: contact.value !== null, language });
  return post(client, { key, ticketRef }, contact.value ?? requester, text);
}

/** Atera's API accepts no files: posts a comment with a link to our copy. */
export async function addAttachment(
  client: AteraClient,
  operation: NewAttachment,
  settings: Pick<AteraSettings, 'linkDays' | 'language'>,
): Promise<OperationResult<Found>> {
  const ticket = await readTicket(client, operation.ticketRef);
  if (!ticket.ok) return ticket;
  return post(client, operation, ticket.value.EndUserID, linkText(operation, settings));
}

/** Posts a comment of an end user. */
export async function post(
  client: AteraClient,
  { key, ticketRef }: { key: string; ticketRef: string },
  endUser: string | null,
  text: string,
): Promise<OperationResult<Found>> {
  if (endUser === null) {
    return failed('refused', REASONS.noContact(ticketRef));
  }
  return write(client, { key, ticketRef }, text, { EnduserCommentDetails: { EnduserId: Number(endUser) } });
}

async function write(
  client: AteraClient,
  { key, ticketRef }: { key: string; ticketRef: string },
  text: string,
  author: object,
): Promise<OperationResult<Found>> {
  const json = { CommentText: text, CommentTimestampUTC: client.now().toISOString(), ...author };
  const reply = await client.ask({ method: 'POST', path: `${pathOf(ticketRef)}/comments`, json }, Anything);
  return reply.ok ? done({ ref: key, number: null, status: null }) : reply;
}
