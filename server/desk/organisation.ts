// Staff correct which organisation a ticket belongs to: the people, the category and the links that it has there, or that go.
import type { CorrectedField, Correction, Staff } from '../../contract/console.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { forgetApproval, needsApproval } from '../approvals/ask.ts';
import { findChoice } from '../catalogue/read-catalogue.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { ensureRequester, findPerson } from '../people/named-people.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import { readMembers } from '../staff/teams.ts';
import type { Database, Row } from '../storage/schema.ts';
import { byStaff } from '../tickets/history.ts';
import { linkOf } from '../tickets/links.ts';
import { addParticipant, type Participant, readParticipants, removeAll } from '../tickets/participants.ts';
import { readPerson } from '../tickets/people.ts';
import { recordMove } from '../tickets/record.ts';
import { statusOfNobodys } from '../tickets/technician-left.ts';
import { assignByRules } from './intake-rules.ts';
import { removeRelationsOutside } from './relations.ts';

/** A move to another organisation, which is possible. */
export interface Relocation {
  organisationId: string;
  requester: Requester;
  /** the ticket as the other organisation sees it, with its category where that one offers it too */
  ticket: Row<'ticket'>;
  corrected: Extract<CorrectedField, { what: 'organisation' | 'requester' }>[];
}

/**
 * Returns null for a correction that leaves the organisation as it is. The requester is the one of the correction, else the person with
 * the address of the present one. Errors: not-found for an organisation that is unknown or not of the staff member's; requester-unknown; organisation-kept for a ticket that
 * was merged or handed over, or that others were merged into.
 */
export async function findRelocation(
  db: Database,
  staff: Pick<Staff, 'organisationIds'>,
  ticket: Row<'ticket'>,
  { organisationId, requester }: Correction,
): Promise<Result<Relocation | null>> {
  if (organisationId === undefined || organisationId === ticket.organisationId) return ok(null);
  const [from, to] = [await nameOf(db, ticket.organisationId), await nameOf(db, organisationId)];
  if (from === null || to === null || !reaches(staff.organisationIds, organisationId))
    return err('not-found');
  if (ticket.mergedInto !== null || (await isBound(db, ticket.id))) return err('organisation-kept');
  const former = await readPerson(db, ticket.requesterId);
  const person = await findPerson(db, organisationId, requester?.email ?? former.email);
  if (!person) return err('requester-unknown');
  const isSame = person.fullName === former.fullName;
  return ok({
    organisationId,
    requester: person,
    ticket: { ...ticket, organisationId, ...(await categoryThere(db, organisationId, ticket)) },
    corrected: [
      { what: 'organisation', from, to },
      ...(isSame ? [] : [{ what: 'requester', from: former.fullName, to: person.fullName } as const]),
    ],
  });
}

async function nameOf(db: Database, id: string): Promise<string | null> {
  const row = await db.selectFrom('organisation').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? null;
}

/** Whether another system has the ticket too, or other tickets were merged into it: they belong to its organisation. */
async function isBound(db: Database, ticketId: string): Promise<boolean> {
  if (await linkOf(db, ticketId, 2)) return true;
  const merged = await db
    .selectFrom('ticket')
    .select('id')
    .where('mergedInto', '=', ticketId)
    .limit(1)
    .executeTakeFirst();
  return merged !== undefined;
}

type CategoryColumns = Pick<Row<'ticket'>, 'categoryId' | 'serviceId' | 'dueAt'>;

/** Organisations may share a catalogue, whose entries have the same ids in both. */
async function categoryThere(
  db: Database,
  organisationId: string,
  { categoryId, serviceId, dueAt }: Row<'ticket'>,
): Promise<CategoryColumns> {
  const id = categoryId ?? serviceId;
  const level = categoryId === null ? 'service' : 'subcategory';
  const isThere = id !== null && (await findChoice(db, organisationId, { level, id })) !== null;
  return isThere ? { categoryId, serviceId, dueAt } : { categoryId: null, serviceId: null, dueAt: null };
}

/**
 * Replaces the people of the ticket by those whom the other organisation knows under the same address, and removes the links to what is
 * not of it, in the transaction that writes the returned columns. The approver leaves, and a technician who does not work for it, or a
 * team in which nobody does, no longer has the ticket. Returns who took part before, too: their ids
 * differ between organisations.
 */
export async function relocate(
  transaction: Database,
  parts: { clock: Clock; chance: Chance },
  staff: Pick<Staff, 'id' | 'fullName'>,
  { organisationId, requester, ticket }: Relocation,
): Promise<{ columns: RelocationColumns; former: string[] }> {
  const { id, categoryId, serviceId, dueAt } = ticket;
  const former = (await readParticipants(transaction, [id])).get(id) ?? [];
  const requesterId = await ensureRequester(transaction, parts, organisationId, requester);
  const joined = await removeAll(transaction, id);
  for (const { requesterId: formerId, announcementId, role } of joined) {
    const known = await personThere(transaction, organisationId, former, formerId);
    if (role !== 'contact' || !known || known.email === requester.email) continue;
    const contactId = await ensureRequester(transaction, parts, organisationId, known);
    const contact = { ticketId: id, requesterId: contactId, role, announcementId };
    await addParticipant(transaction, contact, instantFrom(parts.clock));
  }
  await forgetApproval(transaction, id);
  const moved = { ticketId: id, organisationId, at: instantFrom(parts.clock) };
  await removeRelationsOutside(transaction, byStaff(staff), moved);
  // the words stay whose they are, also where they take part no more
  const writerId = ticket.writtenBy ?? ticket.requesterId;
  const writer = await readPerson(transaction, writerId);
  const writtenBy = writer.email === requester.email ? null : writerId;
  const worksThere = await isTechnicianOf(transaction, organisationId, ticket.technicianId);
  const keepsTeam =
    (worksThere && ticket.technicianId !== null) ||
    (await isTeamOf(transaction, organisationId, ticket.teamId));
  const columns = {
    ...{ organisationId, requesterId, writtenBy, categoryId, serviceId, dueAt },
    ...(!worksThere && { technicianId: null, technician: null }),
    ...(!keepsTeam && { teamId: null }),
  };
  return { columns, former: [...new Set(former.map((one) => one.requesterId))] };
}

type RelocationColumns = CategoryColumns &
  Pick<Row<'ticket'>, 'organisationId' | 'requesterId' | 'writtenBy'> &
  Partial<Pick<Row<'ticket'>, 'teamId' | 'technicianId' | 'technician'>>;

/** Also true for nobody. */
async function isTechnicianOf(
  db: Database,
  organisationId: string,
  technicianId: string | null,
): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('organisationIds')
    .where('id', '=', technicianId)
    .executeTakeFirst();
  return !row || reaches(parseScope(row.organisationIds), organisationId);
}

/** Whether somebody of the team works for the organisation; also true for no team. */
async function isTeamOf(db: Database, organisationId: string, teamId: string | null): Promise<boolean> {
  if (teamId === null) return true;
  const members = await readMembers(db, null, teamId);
  return members.some(({ organisationIds }) => reaches(organisationIds, organisationId));
}

/**
 * A ticket that its team or technician lost by the move is as before it was taken, and goes to the team whose rules take it, where one
 * does, in the caller's transaction.
 */
export async function releaseMoved(
  transaction: Database,
  clock: Clock,
  staff: Staff,
  { id, teamId: formerTeamId, technicianId: formerId }: Row<'ticket'>,
): Promise<void> {
  const ticket = await transaction
    .selectFrom('ticket')
    .select(['id', 'status', 'teamId', 'technicianId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { status: from, teamId, technicianId } = ticket;
  const isLost = teamId !== formerTeamId || technicianId !== formerId;
  if (!isLost || teamId !== null || technicianId !== null) return;
  const to = statusOfNobodys(ticket.status, await needsApproval(transaction, ticket.id));
  if (to !== from)
    await recordMove(transaction, id, { from, to, ...byStaff(staff), reason: null }, instantFrom(clock));
  await assignByRules(transaction, clock, id);
}

async function personThere(
  db: Database,
  organisationId: string,
  former: readonly Participant[],
  formerId: string,
): Promise<Requester | null> {
  const person = former.find(({ requesterId }) => requesterId === formerId);
  return person ? findPerson(db, organisationId, person.email) : null;
}
