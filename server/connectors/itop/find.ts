// Finds what was sent under a key: tickets and entries by the private log, files by temp_id.

import { z } from 'zod';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { DAY } from '../../clock.ts';
import type { Found, KeyLookup, OperationResult } from '../connector.ts';
import { done, foundPlain } from '../results.ts';
import { keyMark } from './html.ts';
import { oqlContains, oqlString } from './oql.ts';
import type { Rest } from './rest.ts';
import { statusOf } from './states.ts';
import {
  classesOf,
  formatRef,
  Id,
  type ItopParts,
  type ItopRef,
  parseRef,
  type TicketClass,
} from './tickets.ts';
import { earliestLocal } from './times.ts';
import { tempIdOf } from './write.ts';

/** The id of a person where a ticket has none. */
const NOBODY = '0';

const Row = z.object({
  ...{ id: Id, ref: z.string(), status: z.string(), title: z.string() },
  caller_id: Id.catch(NOBODY),
});
type Row = z.infer<typeof Row>;
const FIELDS = Object.keys(Row.shape).join(',');

export async function findByKey(
  itop: ItopParts,
  question: KeyLookup,
): Promise<OperationResult<Found | null>> {
  const { operation, ticketRef } = question;
  if (operation === 'create-ticket' || ticketRef === null) return findTicket(itop, question);
  return operation === 'add-attachment' ? findFile(itop, question) : findEntry(itop, question, ticketRef);
}

/** Searches tickets started at most one day before the first attempt: the day allows for clocks that differ. */
async function findTicket(itop: ItopParts, question: KeyLookup): Promise<OperationResult<Found | null>> {
  const where = createdUnder(itop, question);
  for (const ticketClass of classesOf(itop.settings)) {
    const found = await findRows(itop, ticketClass, where, 1);
    if (!found.ok) return found;
    const [row] = found.value;
    if (!row) continue;
    const requester = await addressOf(itop, row.caller_id);
    if (!requester.ok) return requester;
    const ref = formatRef({ class: ticketClass, id: row.id });
    const status = statusOf(itop.settings, row.status);
    return done({ ref, number: row.ref, status, requester: requester.value });
  }
  return done(null);
}

/** Returns the address of a person; null where there is none. */
async function addressOf({ rest }: ItopParts, personId: string): Promise<OperationResult<string | null>> {
  if (personId === NOBODY) return done(null);
  const query = {
    class: 'Person',
    key: `SELECT Person WHERE id = ${personId}`,
    output_fields: 'email',
    limit: 1,
  };
  const people = await rest.get(z.object({ email: z.string() }), query);
  return people.ok ? done(people.value[0]?.email || null) : people;
}

interface KeyedTicket extends ItopRef {
  ref: string;
  number: string;
  title: string;
  status: TicketStatus | null;
}

/** More than a few requests under one key would be a fault of ours. */
const MOST_DOUBLES = 20;

/** Returns the tickets in whose private log the key is. */
export async function findTickets(
  itop: ItopParts,
  question: Pick<KeyLookup, 'key' | 'since'>,
): Promise<OperationResult<KeyedTicket[]>> {
  const where = createdUnder(itop, question);
  const tickets: KeyedTicket[] = [];
  for (const ticketClass of classesOf(itop.settings)) {
    const found = await findRows(itop, ticketClass, where, MOST_DOUBLES);
    if (!found.ok) return found;
    for (const { id, ref: number, title, status } of found.value) {
      const ticket = { class: ticketClass, id };
      tickets.push({
        ...{ ...ticket, ref: formatRef(ticket), number, title },
        status: statusOf(itop.settings, status),
      });
    }
  }
  return done(tickets);
}

function createdUnder(
  { rest, settings }: ItopParts,
  { key, since }: Pick<KeyLookup, 'key' | 'since'>,
): string {
  const first = new Date(Date.parse(since) + rest.skew() - DAY);
  const start = oqlString(earliestLocal(settings.timeZone, first, rest.now()));
  return `start_date >= ${start} AND private_log LIKE ${oqlContains(keyMark(key))}`;
}

/** Returns tickets of the class that match `where`. */
function findRows(
  { rest }: ItopParts,
  ticketClass: TicketClass,
  where: string,
  limit: number,
): Promise<OperationResult<Row[]>> {
  const key = `SELECT ${ticketClass} WHERE ${where}`;
  return rest.get(Row, { class: ticketClass, key, output_fields: FIELDS, limit });
}

async function findEntry(
  itop: ItopParts,
  { key, operation }: KeyLookup,
  ticketRef: string,
): Promise<OperationResult<Found | null>> {
  const ref = parseRef(ticketRef);
  if (!ref.ok) return ref;
  const { class: ticketClass, id } = ref.value;
  const where = `id = ${id} AND private_log LIKE ${oqlContains(keyMark(key))}`;
  const found = await findRows(itop, ticketClass, where, 1);
  if (!found.ok) return found;
  const [row] = found.value;
  if (!row) return done(null);
  const status = operation === 'transition' ? statusOf(itop.settings, row.status) : null;
  return done({ ...foundPlain(key), status });
}

const File = z.object({ id: z.string() });

async function findFile({ rest }: ItopParts, { key }: KeyLookup): Promise<OperationResult<Found | null>> {
  const files = await findFiles(rest, key);
  if (!files.ok) return files;
  return done(files.value.length > 0 ? foundPlain(key) : null);
}

/** Returns the files sent under the key. */
export function findFiles(rest: Rest, key: string): Promise<OperationResult<z.infer<typeof File>[]>> {
  const where = `SELECT Attachment WHERE temp_id = ${oqlString(tempIdOf(key))}`;
  const query = { class: 'Attachment', key: where, output_fields: 'id', limit: MOST_DOUBLES };
  return rest.get(File, query);
}
