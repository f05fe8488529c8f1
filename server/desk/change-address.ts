// Changes the address of a person, as staff or the directory say: their tickets stay theirs (ADR 115).
import type { AddressChange, ChangedAddress } from '../../contract/people.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import { personWithAddress } from '../people/directory.ts';
import type { MovedPerson } from '../people/import-directory.ts';
import { nameOfRequester } from '../people/named-people.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, agentsOf } from '../tickets/announce.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { joinPeople } from './join-people.ts';

interface MovingParts {
  clock: Clock;
  audit: Audit;
}

export interface AddressParts extends MovingParts {
  db: Database;
  announce: Announce;
}

/**
 * Changes nothing where somebody else has the new address, and says who, unless the change says that both are one person. Error:
 * requester-unknown where nobody of the organisation has written or confirmed the former address.
 */
export async function changeAddress(
  parts: AddressParts,
  staffId: string,
  organisationId: string,
  { from, to, join }: AddressChange,
): Promise<Result<ChangedAddress>> {
  const { db, announce } = parts;
  let touched: string[] = [];
  const result = await db.transaction().execute(async (transaction): Promise<Result<ChangedAddress>> => {
    touched = [];
    const person = await findRequester(transaction, organisationId, from);
    if (!person) return err('requester-unknown');
    const other = from === to ? undefined : await findRequester(transaction, organisationId, to);
    if (other && !join)
      return ok({
        outcome: 'taken',
        fullName: other.fullName,
        tickets: await countTickets(transaction, other.id),
      });
    const listed = other || join ? null : await findListedOther(transaction, organisationId, from, to);
    if (listed) return ok({ outcome: 'taken', fullName: listed.fullName, tickets: 0 });
    touched = await moveAddress(transaction, parts, staffId, person, to);
    return ok({ outcome: other ? 'joined' : 'changed' });
  });
  if (!result.ok || touched.length === 0) return result;
  announce.agents(await agentsOf(db, touched));
  for (const list of ['tickets', 'devices'] as const) announce.console(list, organisationId);
  return result;
}

/** Returns who has the address in the organisation. */
function findRequester(
  db: Database,
  organisationId: string,
  email: string,
): Promise<Row<'requester'> | undefined> {
  return db
    .selectFrom('requester')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .executeTakeFirst();
}

/** Returns who has the address in the directory, unless the directory's id says that this is the same person. */
async function findListedOther(
  db: Database,
  organisationId: string,
  from: string,
  to: string,
): Promise<Row<'person'> | null> {
  if (from === to) return null;
  const rows = await db
    .selectFrom('person')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('email', 'in', [from, to])
    .execute();
  const former = rows.find(({ email }) => email === from);
  const other = rows.find(({ email }) => email === to);
  if (!other || (other.stableId !== null && other.stableId === former?.stableId)) return null;
  return other;
}

async function countTickets(db: Database, requesterId: string): Promise<number> {
  const { count } = await db
    .selectFrom('ticket')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('requesterId', '=', requesterId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Gives the person the address, in the caller's transaction, and makes them one with whoever has it already. Everybody who takes part in one
 * of their tickets gets those anew, with the address. `from` is the former address where the row no longer has it. Returns the ids of
 * all these people.
 */
async function moveAddress(
  transaction: Database,
  { clock, audit }: MovingParts,
  staffId: string | null,
  person: Row<'requester'>,
  to: string,
  from = person.email,
): Promise<string[]> {
  const { id: requesterId, organisationId } = person;
  const other = await findRequester(transaction, organisationId, to);
  const joined = other && other.id !== requesterId ? other : null;
  if (joined) await joinPeople(transaction, clock, person, joined);
  const listed = await personWithAddress(transaction, organisationId, to);
  const fullName = listed?.fullName ?? joined?.fullName ?? person.fullName;
  await transaction
    .updateTable('requester')
    .set({ email: to, ...nameOfRequester(fullName, to) })
    .where('id', '=', requesterId)
    .execute();
  await audit(transaction, {
    staffId,
    act: 'change-address',
    subject: { kind: 'organisation', id: organisationId },
    details: { requesterId, from, to, joined: joined?.id ?? null },
  });
  const touched = new Set([requesterId]);
  for (const ticketId of await readTicketIds(transaction, requesterId))
    for (const id of await numberChange(transaction, ticketId)) touched.add(id);
  return [...touched];
}

/** Oldest update first: agents get them in this order. */
async function readTicketIds(db: Database, requesterId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('requesterId', '=', requesterId),
        eb(
          'id',
          'in',
          selectFrom('participant')
            .select('participant.ticketId')
            .where('participant.requesterId', '=', requesterId),
        ),
      ]),
    )
    .orderBy('updatedAt')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Changes the addresses of several people at once, in the caller's transaction: addresses may go round among them. Whoever nobody knows yet
 * is stepped over.
 */
export async function moveAddresses(
  transaction: Database,
  parts: MovingParts,
  organisationId: string,
  moves: readonly MovedPerson[],
): Promise<void> {
  const moving: { person: Row<'requester'>; move: MovedPerson }[] = [];
  for (const move of moves) {
    const person = await findRequester(transaction, organisationId, move.from);
    if (person) moving.push({ person, move });
  }
  // no address, so that none of them takes another one of them for the same person
  for (const { person } of moving)
    await transaction
      .updateTable('requester')
      .set({ email: `moving:${person.id}` })
      .where('id', '=', person.id)
      .execute();
  for (const { person, move } of moving)
    await moveAddress(transaction, parts, null, person, move.to, move.from);
}
