// Carries one delivery to its backend: asks first whether it is already there, when that is not known.
import { ActOnTicket, RateTicket } from '../../contract/sync.ts';
import { unreachable } from '../../contract/words.ts';
import type { Answer, Connector, Found, Subject } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';

/** What the backend holds once the delivery has gone through, however often this is called. */
export async function carryOut(
  db: Database,
  connector: Connector,
  delivery: Row<'delivery'>,
): Promise<Answer<Found>> {
  if (delivery.attempt > 0) {
    const found = await connector.findByKey(delivery.key);
    if (!found.ok) return found;
    if (found.value) return { ok: true, value: found.value };
  }
  switch (delivery.operation) {
    case 'create-ticket':
      return connector.createTicket(await readNewTicket(db, delivery));
    case 'add-comment':
      return connector.addComment(await readNewComment(db, delivery));
    case 'act-on-ticket': {
      const { act } = ActOnTicket.parse(await readBody(db, delivery));
      return connector.transition({ ...(await readSubject(db, delivery)), act });
    }
    case 'rate-ticket': {
      const { score, comment } = RateTicket.parse(await readBody(db, delivery));
      return connector.rate({ ...(await readSubject(db, delivery)), score, comment });
    }
    case 'join-ticket':
      return connector.addContact({
        ...(await readSubject(db, delivery)),
        contact: await readWriter(db, delivery),
      });
    default:
      return unreachable(delivery.operation);
  }
}

async function readNewTicket(db: Database, { key }: Row<'delivery'>) {
  const row = await db
    .selectFrom('ticket')
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .select([
      'ticket.kind',
      'ticket.title',
      'ticket.description',
      'organisation.name as organisation',
      'requester.email',
      'requester.fullName',
    ])
    .where('ticket.id', '=', key)
    .executeTakeFirstOrThrow();
  const { email, fullName, ...ticket } = row;
  return { key, ...ticket, requester: { email, fullName } };
}

async function readNewComment(db: Database, delivery: Row<'delivery'>) {
  const comment = await db
    .selectFrom('comment')
    .select(['authorName', 'body'])
    .where('id', '=', delivery.key)
    .executeTakeFirstOrThrow();
  return { ...(await readSubject(db, delivery)), ...comment };
}

/** The key, and the ticket as its backend knows it: an earlier delivery has made it there. */
async function readSubject(db: Database, { key, ticketId }: Row<'delivery'>): Promise<Subject> {
  const { backendRef } = await db
    .selectFrom('ticket')
    .select('backendRef')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  if (backendRef === null) throw new Error(`${key} came before its ticket`);
  return { key, ticketRef: backendRef };
}

async function readBody(db: Database, { key }: Row<'delivery'>): Promise<unknown> {
  const { body } = await db
    .selectFrom('command')
    .select('body')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return JSON.parse(body ?? 'null');
}

async function readWriter(db: Database, { key }: Row<'delivery'>) {
  return db
    .selectFrom('command')
    .innerJoin('requester', 'requester.id', 'command.requesterId')
    .select(['requester.email', 'requester.fullName'])
    .where('command.key', '=', key)
    .executeTakeFirstOrThrow();
}
