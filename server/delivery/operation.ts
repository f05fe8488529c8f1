// Carries one delivery to its backend: asks first whether it is already there, when that is not known.
import { unreachable } from '../../contract/words.ts';
import type { Answer, Connector, Found } from '../connectors/connector.ts';
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
    case 'add-comment': {
      const answer = await connector.addComment(await readNewComment(db, delivery));
      return answer.ok ? { ok: true, value: { ...answer.value, number: null } } : answer;
    }
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

async function readNewComment(db: Database, { key }: Row<'delivery'>) {
  const { backendRef, ...comment } = await db
    .selectFrom('comment')
    .innerJoin('ticket', 'ticket.id', 'comment.ticketId')
    .select(['comment.authorName', 'comment.body', 'ticket.backendRef'])
    .where('comment.id', '=', key)
    .executeTakeFirstOrThrow();
  if (backendRef === null) throw new Error(`comment ${key} came before its ticket`);
  return { key, ticketRef: backendRef, ...comment };
}
