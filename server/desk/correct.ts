// Staff correct a ticket of the built-in desk: its organisation, its requester, its category with the answers, its kind, impact, urgency and priority.
import type { Correction, Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Chosen, findChoice, hasCatalogue, readCategories } from '../catalogue/read-catalogue.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket, announceTo } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { recordCorrection } from '../tickets/record.ts';
import { askAfterCorrection } from './corrected-approval.ts';
import { categoryColumns, correctedFields, plainColumns } from './corrected-fields.ts';
import { deskStatusAfter, readDeskStatus } from './desk-status.ts';
import { moveByRules } from './intake-rules.ts';
import { onTicket } from './on-ticket.ts';
import { findRelocation, type Relocation, releaseMoved, relocate } from './organisation.ts';
import { findNewRequester, type NewRequester, numberLeaving, replaceRequester } from './requester.ts';
import { checkAnswers } from './required-answers.ts';

interface CorrectParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

/**
 * Errors: not-found; ticket-closed; done-there for a ticket of another backend; category-not-offered; answers-missing;
 * requester-unknown; organisation-kept. What is corrected asks for another approval where the one that was asked for, or given, does not
 * cover it.
 */
export async function correct(
  parts: CorrectParts,
  staff: Staff,
  ticketId: string,
  correction: Correction,
): Promise<Result<void>> {
  const { db, announce } = parts;
  let leaving: string[] = [];
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    const { backendId } = await primaryLinkOf(transaction, ticketId);
    if (backendId !== BUILT_IN) return err('done-there');
    if (ticket.status === 'closed') return err('ticket-closed');
    const relocation = await findRelocation(transaction, staff, ticket, correction);
    if (!relocation.ok) return relocation;
    const there = relocation.value?.ticket ?? ticket;
    const chosen = await choiceOf(transaction, there, correction);
    if (!chosen.ok) return chosen;
    const answered = await checkAnswers(transaction, there, correction, chosen.value);
    if (!answered.ok) return answered;
    const requester = relocation.value ? ok(null) : await findNewRequester(transaction, ticket, correction);
    if (!requester.ok) return requester;
    const found = { chosen: chosen.value, requester: requester.value, relocation: relocation.value };
    const former = await write(transaction, parts, staff, ticket, correction, found);
    const isOther = chosen.value ?? requester.value ?? relocation.value;
    const asked = isOther ? await askAfterCorrection(transaction, parts, staff, ticketId) : [];
    leaving = await numberLeaving(transaction, ticketId, [...new Set([...former, ...asked])]);
    if (relocation.value) await releaseMoved(transaction, parts.clock, staff, ticket);
    if (chosen.value && correction.byRules) await assignAnew(transaction, parts, staff, ticketId);
    return ok(undefined);
  });
  if (!result.ok) return result;
  await announceTicket(db, announce, ticketId);
  // the consoles were told with the ticket
  await announceTo(db, announce, { requesterIds: leaving, organisationIds: [] });
  return result;
}

/**
 * Names what a ticket is resolved for, in the transaction that resolves it: nothing that asks an approver, or demands answers. Errors:
 * category-not-offered; category-needs-approval; category-needs-answers; service-needed where the organisation has a catalogue, and
 * neither the ticket nor the technician names a service of it.
 */
export async function nameService(
  transaction: Database,
  parts: CorrectParts,
  staff: Staff,
  ticket: Row<'ticket'>,
  category: Correction['category'],
): Promise<Result<void>> {
  const correction = category ? { category } : {};
  const chosen = await choiceOf(transaction, ticket, correction);
  if (!chosen.ok) return chosen;
  const { entry } = chosen.value ?? {};
  if (entry && category?.level === 'subcategory') {
    if (entry.approver !== null) return err('category-needs-approval');
    const answered = await checkAnswers(transaction, ticket, correction, chosen.value);
    if (!answered.ok) return err('category-needs-answers');
  }
  if (chosen.value)
    await write(transaction, parts, staff, ticket, correction, {
      chosen: chosen.value,
      requester: null,
      relocation: null,
    });
  else if (ticket.categoryId === null && ticket.serviceId === null) {
    if (await hasCatalogue(transaction, ticket.organisationId)) return err('service-needed');
  }
  return ok(undefined);
}

/** Returns null for a correction that leaves the category as it is. */
async function choiceOf(
  transaction: Database,
  { organisationId, categoryId, serviceId }: Row<'ticket'>,
  { category }: Correction,
): Promise<Result<Chosen | null>> {
  if (!category) return ok(null);
  // what the ticket has stays, also where the catalogue no longer offers it
  const present = category.level === 'service' ? serviceId : categoryId;
  if (category.id === present) return ok(null);
  const chosen = await findChoice(transaction, organisationId, category);
  return chosen ? ok(chosen) : err('category-not-offered');
}

interface Found {
  chosen: Chosen | null;
  requester: NewRequester | null;
  relocation: Relocation | null;
}

/** Returns the ids of those who took part before and may have left. */
async function write(
  transaction: Database,
  parts: CorrectParts,
  staff: Staff,
  ticket: Row<'ticket'>,
  correction: Correction,
  { chosen, requester, relocation }: Found,
): Promise<readonly string[]> {
  const { id: ticketId, status } = ticket;
  const before = (await readCategories(transaction, [ticket]))(ticket);
  const columns = { ...plainColumns(correction), ...(chosen && categoryColumns(ticket, correction, chosen)) };
  const isLost = relocation !== null && before !== null && isUncategorised(relocation.ticket);
  const category = (chosen || isLost) && { from: before?.name ?? null, to: chosen?.name ?? null };
  const corrected = [
    ...(relocation?.corrected ?? []),
    ...(requester ? [requester.corrected] : []),
    ...correctedFields(ticket, columns, category || null),
  ];
  if (corrected.length === 0) return [];
  const people = requester && (await replaceRequester(transaction, parts, ticket, requester));
  const moved = relocation && (await relocate(transaction, parts, staff, relocation));
  const isRanked = corrected.some(({ what }) => what === 'priority');
  const written = {
    columns: { ...moved?.columns, ...columns, ...people },
    corrected,
    reason: isRanked ? (correction.priority?.reason ?? null) : null,
  };
  const of = { ticketId, status, staff };
  await recordCorrection(transaction, of, written, instantFrom(parts.clock));
  await parts.audit(transaction, {
    staffId: staff.id,
    act: 'correct',
    subject: { kind: 'ticket', id: ticketId },
    details: { corrected: corrected.map(({ what }) => what).join() },
  });
  return moved?.former ?? (requester ? [ticket.requesterId] : []);
}

function isUncategorised({
  categoryId,
  serviceId,
}: Pick<Row<'ticket'>, 'categoryId' | 'serviceId'>): boolean {
  return categoryId === null && serviceId === null;
}

/** A ticket that can be assigned goes to the team whose rules take its new category, where one does. */
async function assignAnew(
  transaction: Database,
  { clock }: CorrectParts,
  staff: Staff,
  ticketId: string,
): Promise<void> {
  const ticket = await transaction
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { status: from } = ticket;
  const to = deskStatusAfter('assign', from, await readDeskStatus(transaction, ticketId));
  if (to) await moveByRules(transaction, clock, ticket, { from, to, ...byStaff(staff), reason: null });
}
