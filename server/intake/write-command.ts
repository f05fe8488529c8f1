// Writes an accepted command: what it creates, its key, its delivery and the change, in intake's transaction.
import type { Command } from '../../contract/sync.ts';
import { unreachable } from '../../contract/words.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { numberChange } from '../updates/change-feed.ts';
import { appendComment } from '../updates/comments.ts';

export interface AdmittedCommand {
  agentId: string;
  organisationId: string;
  requesterId: string;
  command: Command;
  hash: string;
}

interface WriteParts {
  clock: Clock;
  chance: Chance;
  connectorKind: string;
}

/** To be called in one transaction with the checks that admitted the command. Throws when its key is in use. */
export async function writeCommand(
  transaction: Database,
  parts: WriteParts,
  admitted: AdmittedCommand,
): Promise<void> {
  const now = instantFrom(parts.clock);
  const ticketId = await writeSubject(transaction, admitted, now);
  await writeAttachments(transaction, parts.chance, ticketId, admitted.command);
  const { key, kind, submittedAt } = admitted.command;
  await transaction
    .insertInto('command')
    .values({
      key,
      agentId: admitted.agentId,
      ticketId,
      kind,
      bodyHash: admitted.hash,
      submittedAt,
      acceptedAt: now,
    })
    .execute();
  await writeDelivery(transaction, parts, ticketId, admitted.command);
  await numberChange(transaction, admitted.requesterId, ticketId);
}

/** The ticket or the comment; answers the ticket's id. */
async function writeSubject(
  transaction: Database,
  { agentId, organisationId, requesterId, command }: AdmittedCommand,
  now: string,
): Promise<string> {
  switch (command.kind) {
    case 'create-ticket': {
      const { ticketKind: kind, title, description } = command.body;
      const ticket = { id: command.key, organisationId, requesterId, agentId, kind, title, description };
      await transaction
        .insertInto('ticket')
        .values({ ...ticket, status: 'new', createdAt: now, updatedAt: now })
        .execute();
      return ticket.id;
    }
    case 'add-comment': {
      const { ticketId, body } = command.body;
      const { fullName: authorName } = await transaction
        .selectFrom('requester')
        .select('fullName')
        .where('id', '=', requesterId)
        .executeTakeFirstOrThrow();
      const comment = {
        id: command.key,
        ticketId,
        author: 'requester',
        authorName,
        body,
        internal: 0,
      } as const;
      await appendComment(transaction, comment, now);
      return ticketId;
    }
    default:
      return unreachable(command);
  }
}

async function writeAttachments(
  transaction: Database,
  chance: Chance,
  ticketId: string,
  command: Command,
): Promise<void> {
  const { attachments } = command.body;
  if (attachments.length === 0) return;
  const commentId = command.kind === 'add-comment' ? command.key : null;
  await transaction
    .insertInto('attachment')
    .values(
      attachments.map((attachment, position) => ({
        id: chance.id(),
        ticketId,
        commentId,
        position,
        ...attachment,
      })),
    )
    .execute();
}

async function writeDelivery(
  transaction: Database,
  { clock, chance, connectorKind }: WriteParts,
  ticketId: string,
  { key, kind }: Command,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('delivery')
    .select(({ fn }) => fn.max('ordinal').as('last'))
    .where('ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
  const now = instantFrom(clock);
  await transaction
    .insertInto('delivery')
    .values({
      id: chance.id(),
      ticketId,
      ordinal: (last ?? 0) + 1,
      connector: connectorKind,
      operation: kind,
      key,
      state: 'waiting',
      attempt: 0,
      dueAt: now,
      updatedAt: now,
    })
    .execute();
}
