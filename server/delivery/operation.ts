// Performs one delivery on its backend; first looks it up by key when an earlier attempt may have succeeded.
import { type Reason, unreachable } from '../../contract/primitives.ts';
import { type Clock, DAY } from '../clock.ts';
import type { Connector, Found, KeyLookup, NewComment, OperationResult } from '../connectors/connector.ts';
import { ofQuestion, tooEarly } from '../connectors/results.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readContactsAndJoiners } from '../tickets/people.ts';
import { CONTENTS } from './content.ts';
import { FILES, inLanguage } from './labels.ts';
import { ASK_EVERY, MAY_WORK_FOR } from './limits.ts';
import { fileNames, languageOf, readNewTicket } from './new-ticket.ts';

interface CarryOutParts {
  db: Database;
  clock: Clock;
  connector: Connector;
  blobs: Pick<Blobs, 'open'>;
  /** links to our copy of a file, for backends that accept no files */
  links: Pick<SignedLinks, 'signedLink'>;
}

const NEVER_CREATED: Reason = {
  en: 'The ticket was never created there: its delivery was discarded.',
  fr: 'Le ticket n’y a jamais été créé\u00a0: son envoi a été abandonné.',
};

const isOfSomebodyElse = (number: string): Reason => ({
  en: `The backend has this ticket already (${number}), and of another person. It is theirs there: nothing was taken over. Discard this, or give the ticket to this person there.`,
  fr: `Le système a déjà ce ticket (${number}), au nom d’une autre personne. Il lui appartient là-bas\u00a0: rien n’a été repris. Abandonnez cet envoi, ou attribuez-y le ticket à cette personne.`,
});

const MAY_BE_AT_WORK: Reason = {
  en: 'No answer came to the last attempt, and the backend may still be carrying it out. Guichet looks for the result before it sends this again.',
  fr: 'La dernière tentative est restée sans réponse, et le système y travaille peut-être encore. Guichet cherche le résultat avant de renvoyer ceci.',
};

/** Returns the failure of a delivery to a ticket that was never created in the backend, or null. */
export function neverCreated(
  { operation }: Pick<Row<'delivery'>, 'operation'>,
  { ref }: Pick<Row<'link'>, 'ref'>,
): OperationResult<never> | null {
  if (operation === 'create-ticket' || ref !== null) return null;
  return { ok: false, failure: { kind: 'gone', reason: NEVER_CREATED } };
}

/**
 * Idempotent: returns the object in the backend, however often it is called. `attempt` includes this attempt. What the backend may
 * still be working on is looked for, and sent again only when it can no longer be. A probe is looked for in any case: the answer tells
 * a backend that is away from one that fails at this item.
 */
export async function performOnBackend(
  parts: CarryOutParts,
  delivery: Row<'delivery'>,
  link: Row<'link'>,
  isProbe: boolean,
): Promise<OperationResult<Found>> {
  const gone = neverCreated(delivery, link);
  if (gone) return gone;
  const isAsked = isProbe || delivery.attempt > 1;
  if (isAsked) {
    const found = ofQuestion(await parts.connector.findByKey(await lookupOf(parts, delivery, link)));
    if (!found.ok) return found;
    if (found.value)
      return (
        (await ofSomebodyElse(parts.db, delivery, link, found.value)) ?? { ok: true, value: found.value }
      );
    const left = timeToWork(parts.clock, delivery);
    if (left > 0) return tooEarly(MAY_BE_AT_WORK, Math.min(left, ASK_EVERY));
  }
  const result = await perform(parts, delivery, link);
  if (result.ok || !isAsked || result.failure.kind !== 'unreachable' || !result.failure.isOver) return result;
  return { ok: false, failure: { ...result.failure, answers: true } };
}

/**
 * Returns the failure where a ticket that this server has not sent itself is another person's there: an agent that says that its ticket
 * may have been accepted before proves nothing, and ids of tickets are known to those who took part in them.
 */
async function ofSomebodyElse(
  db: Database,
  { operation, firstTriedAt, createdAt }: Row<'delivery'>,
  { ticketId }: Row<'link'>,
  { number, requester }: Found,
): Promise<OperationResult<never> | null> {
  const wasSentByUs = firstTriedAt !== null && firstTriedAt >= createdAt;
  if (operation !== 'create-ticket' || wasSentByUs || !requester) return null;
  const { email } = await db
    .selectFrom('ticket')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .select('requester.email')
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow();
  if (requester.trim().toLowerCase() === email.toLowerCase()) return null;
  return { ok: false, failure: { kind: 'refused', reason: isOfSomebodyElse(number ?? '') } };
}

/** The clock of the first attempt may have been wrong by so much. */
const CLOCK_OFF = DAY;

/** The question for the object that carries the key of a delivery. */
export async function lookupOf(
  { db, clock }: Pick<CarryOutParts, 'db' | 'clock'>,
  { key, operation, firstTriedAt, createdAt }: Row<'delivery'>,
  { ref }: Pick<Row<'link'>, 'ref'>,
): Promise<KeyLookup> {
  return {
    key,
    operation,
    ticketRef: ref,
    since: new Date(
      Math.min(Date.parse(firstTriedAt ?? createdAt), clock.now().getTime()) - CLOCK_OFF,
    ).toISOString(),
    fileName: operation === 'add-attachment' ? (await readFile(db, key)).name : null,
  };
}

/** Returns how long the backend may still be working on an earlier attempt, in milliseconds; at most 0 where it is not. */
function timeToWork(clock: Clock, { unknownAt }: Pick<Row<'delivery'>, 'unknownAt'>): number {
  if (unknownAt === null) return 0;
  // a clock that was set back must not lengthen the wait
  return Math.min(Date.parse(unknownAt) + MAY_WORK_FOR - clock.now().getTime(), MAY_WORK_FOR);
}

async function perform(
  { db, connector, blobs, links }: CarryOutParts,
  delivery: Row<'delivery'>,
  link: Row<'link'>,
): Promise<OperationResult<Found>> {
  const { key, operation } = delivery;
  const content: unknown = JSON.parse(delivery.content);
  const subject = { key, ticketRef: link.ref ?? '' };
  switch (operation) {
    case 'create-ticket': {
      const { note } = CONTENTS[operation].parse(content);
      const namesFiles = connector.capabilities.attachments === 'none';
      return connector.createTicket(await readNewTicket(db, link, { key, note, namesFiles }));
    }
    case 'add-comment': {
      const parsed = CONTENTS[operation].parse(content);
      const comment = await readBody(db, key, parsed);
      const { internal } = parsed;
      const staysHere = internal || connector.capabilities.attachments === 'none';
      const body = staysHere ? await withFileNames(db, link, key, comment.body) : comment.body;
      return connector.addComment({ ...subject, ...comment, body, internal });
    }
    case 'add-attachment': {
      const { id: attachmentId, ...file } = await readFile(db, key);
      const open = () => blobs.open(file.sha256);
      return connector.addAttachment({
        ...subject,
        ...file,
        open,
        link: (days) => links.signedLink({ attachmentId, days }),
      });
    }
    case 'transition':
      return connector.transition({ ...subject, ...CONTENTS[operation].parse(content) });
    case 'rate':
      return connector.rate({ ...subject, ...CONTENTS[operation].parse(content) });
    case 'add-contact': {
      const { contact } = CONTENTS[operation].parse(content);
      return connector.addContact({
        ...subject,
        contact,
        contacts: await readContactsAndJoiners(db, link.ticketId),
      });
    }
    default:
      return unreachable(operation);
  }
}

async function readBody(
  db: Database,
  key: string,
  { author, body }: Pick<NewComment, 'author'> & { body?: string | undefined },
): Promise<Pick<NewComment, 'author' | 'body'>> {
  if (body !== undefined) return { author, body };
  const row = await db.selectFrom('comment').select('body').where('id', '=', key).executeTakeFirstOrThrow();
  return { author, body: row.body };
}

/** Appends the names of the files that stay in Guichet: those of a note, and all where the backend accepts none. */
async function withFileNames(
  db: Database,
  { ticketId, backendId }: Row<'link'>,
  commentId: string,
  body: string,
): Promise<string> {
  const names = await fileNames(db, { ticketId, commentId });
  if (names === '') return body;
  const label = inLanguage(FILES, await languageOf(db, backendId));
  return [body, `[${label}] ${names}`].filter((text) => text !== '').join('\n\n');
}

function readFile(db: Database, id: string) {
  return db
    .selectFrom('attachment')
    .select(['id', 'name', 'mediaType', 'size', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}
