// Enqueues the deliveries of an accepted command: a new ticket to its routed backend, all else to the ticket's backends.

import { unreachable } from '../../contract/primitives.ts';
import type { Command } from '../../contract/sync.ts';
import { levelsOf, type RoutesOf } from '../backends/routing.ts';
import { type EnqueueParts, enqueueContact, enqueueRating, enqueueTicket } from '../delivery/enqueue.ts';
import { relayAct, relayComment } from '../delivery/relay.ts';
import type { Database, Row } from '../storage/schema.ts';
import { makeLink, primaryLinkOf } from '../tickets/links.ts';
import { readPerson } from '../tickets/people.ts';
import type { CommandAuthor } from './command-author.ts';

/** Must run in the transaction that carries out the command. `entry`: of a new ticket's category, if it has one. */
export async function deliverCommand(
  transaction: Database,
  parts: EnqueueParts & { routes: RoutesOf },
  author: CommandAuthor,
  command: Command,
  entry: Row<'catalogueEntry'> | null,
): Promise<void> {
  const { key, kind, body } = command;
  const readAuthor = () => readPerson(transaction, author.requesterId);
  switch (kind) {
    case 'create-ticket': {
      const backendId = parts.routes.backendOf(entry ? levelsOf(entry) : []);
      const link = { id: key, ticketId: key, backendId, tier: 1 } as const;
      await makeLink(transaction, parts.clock, link);
      return enqueueTicket(transaction, parts, link, { key });
    }
    case 'add-comment': {
      const comment = { ticketId: body.ticketId, commentId: key, author: await readAuthor() };
      return relayComment(transaction, parts, comment, null);
    }
    case 'act-on-ticket':
      return relayAct(transaction, parts, { key, ...body, by: await readAuthor() });
    case 'rate-ticket': {
      const { ticketId, ...rating } = body;
      return enqueueRating(transaction, parts, await primaryLinkOf(transaction, ticketId), rating, key);
    }
    case 'join-ticket':
      return enqueueContact(
        transaction,
        parts,
        await primaryLinkOf(transaction, body.ticketId),
        await readAuthor(),
        key,
      );
    default:
      return unreachable(command);
  }
}
