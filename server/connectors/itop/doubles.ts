// Ends what iTop has twice: it has no unique keys, and may carry out a request that had been given up.
import type { DoubleQuestion, Doubles, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { findFiles, findTickets } from './find.ts';
import { REASONS } from './sentences.ts';
import { stimulate } from './stimulus.ts';
import { COMMENT, type ItopParts, type ItopRef } from './tickets.ts';

/** Tickets are resolved and closed, files removed. Entries of a log cannot be: those of one key are read as one. */
export async function endDoubles(
  itop: ItopParts,
  question: DoubleQuestion,
): Promise<OperationResult<Doubles>> {
  switch (question.operation) {
    case 'create-ticket':
      return endTickets(itop, question);
    case 'add-attachment':
      return removeFiles(itop, question);
    default:
      return done({ ended: [], left: [] });
  }
}

async function endTickets(itop: ItopParts, question: DoubleQuestion): Promise<OperationResult<Doubles>> {
  const tickets = await findTickets(itop, question);
  if (!tickets.ok) return tickets;
  const kept = tickets.value.find(({ ref }) => ref === question.ref);
  const others = tickets.value.filter(({ ref, status }) => ref !== question.ref && status !== 'closed');
  return endEach(
    others,
    // of another title: a technician may have copied the log, and our key with it
    async (ticket) =>
      ticket.title === kept?.title ? closeTicket(itop, ticket, question.number) : done(false),
    ({ number }) => number,
  );
}

/** Returns whether the ticket is closed. */
async function closeTicket(
  itop: ItopParts,
  ticket: ItopRef,
  kept: string | null,
): Promise<OperationResult<boolean>> {
  const { en, fr } = REASONS.double(kept);
  const solution = { solution: `<p>${fr}</p><p>${en}</p>`, resolution_code: 'other' };
  for (const [stimulus, fields] of [
    ['ev_autoresolve', solution],
    ['ev_close', {}],
  ] as const) {
    const moved = await stimulate(itop, ticket, stimulus, fields);
    if (!moved.ok) return moved;
    if (!('status' in moved.value)) return done(false);
  }
  return done(true);
}

async function removeFiles({ rest }: ItopParts, question: DoubleQuestion): Promise<OperationResult<Doubles>> {
  const files = await findFiles(rest, question.key);
  if (!files.ok) return files;
  const name = question.fileName ?? '';
  return endEach(
    files.value.slice(1),
    async ({ id }) => {
      const removed = await rest.ask({
        operation: 'core/delete',
        class: 'Attachment',
        key: id,
        comment: COMMENT,
      });
      return removed.ok ? done(removed.value.isDone) : removed;
    },
    () => name,
  );
}

/** Ends one after the other; what iTop refuses to end is left. */
async function endEach<T>(
  objects: readonly T[],
  end: (object: T) => Promise<OperationResult<boolean>>,
  nameOf: (object: T) => string,
): Promise<OperationResult<Doubles>> {
  const doubles = { ended: [] as string[], left: [] as string[] };
  for (const object of objects) {
    const isEnded = await end(object);
    if (!isEnded.ok) return isEnded;
    doubles[isEnded.value ? 'ended' : 'left'].push(nameOf(object));
  }
  return done(doubles);
}
