// Finds what was sent under a key: tickets and entries by the private log, files by temp_id.

import { z } from 'zod';
import { DAY } from '../../clock.ts';
import type { Found, KeyLookup, OperationResult } from '../connector.ts';
import { done, foundPlain } from '../results.ts';
import { keyMark } from './html.ts';
import { oqlContains, oqlString } from './oql.ts';
import { statusOf } from './states.ts';
import { classesOf, formatRef, Id, type ItopParts, parseRef, type TicketClass } from './tickets.ts';
import { earliestLocal } from './times.ts';
import { tempIdOf } from './write.ts';

const Row = z.object({ id: Id, ref: z.string(), status: z.string() });
type Row = z.infer<typeof Row>;
const FIELDS = 'id,ref,status';

export async function findByKey(
  itop: ItopParts,
  question: KeyLookup,
): Promise<OperationResult<Found | null>> {
  const { operation, ticketRef } = question;
  if (operation === 'create-ticket' || ticketRef === null) return findTicket(itop, question);
  return operation === 'add-attachment' ? findFile(itop, question) : findEntry(itop, question, ticketRef);
}

/** Searches tickets started at most one day before the first attempt: the day allows for clocks that differ. */
async function findTicket(
  itop: ItopParts,
  { key, since }: KeyLookup,
): Promise<OperationResult<Found | null>> {
  const { rest, settings } = itop;
  const first = new Date(Date.parse(since) + rest.skew() - DAY);
  const start = oqlString(earliestLocal(settings.timeZone, first, rest.now()));
  const where = `start_date >= ${start} AND private_log LIKE ${oqlContains(keyMark(key))}`;
  for (const ticketClass of classesOf(settings)) {
    const found = await findRow(itop, ticketClass, where);
    if (!found.ok) return found;
    const row = found.value;
    if (!row) continue;
    const ref = formatRef({ class: ticketClass, id: row.id });
    return done({ ref, number: row.ref, status: statusOf(settings, row.status) });
  }
  return done(null);
}

/** Returns the first ticket of the class that matches `where`, or null. */
async function findRow(
  { rest }: ItopParts,
  ticketClass: TicketClass,
  where: string,
): Promise<OperationResult<Row | null>> {
  const rows = await rest.get(Row, {
    class: ticketClass,
    key: `SELECT ${ticketClass} WHERE ${where}`,
    output_fields: FIELDS,
    limit: 1,
  });
  return rows.ok ? done(rows.value[0] ?? null) : rows;
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
  const found = await findRow(itop, ticketClass, where);
  if (!found.ok) return found;
  if (found.value === null) return done(null);
  const status = operation === 'transition' ? statusOf(itop.settings, found.value.status) : null;
  return done({ ...foundPlain(key), status });
}

const File = z.object({ id: z.string() });

async function findFile({ rest }: ItopParts, { key }: KeyLookup): Promise<OperationResult<Found | null>> {
  const where = `SELECT Attachment WHERE temp_id = ${oqlString(tempIdOf(key))}`;
  const rows = await rest.get(File, { class: 'Attachment', key: where, output_fields: 'id', limit: 1 });
  if (!rows.ok) return rows;
  return done(rows.value.length > 0 ? foundPlain(key) : null);
}
