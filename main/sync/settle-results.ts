// Moves outbox rows according to what the server answered to each command.
import type { GuichetError } from '../../contract/errors.ts';
import type { CommandResult } from '../../contract/sync.ts';
import { unreachable } from '../../contract/words.ts';
import type { AttachmentFiles } from '../draft/attachment-files.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import type { OutboxCommand, OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import { type Chance, newId } from '../support/chance.ts';
import { ticketToBe } from '../tickets/my-tickets.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';

export interface Refusal {
  draftId: string;
  title: string;
  error: GuichetError;
}

interface Parts {
  outbox: OutboxStore;
  drafts: Pick<DraftStore, 'save'>;
  tickets: Pick<TicketStore, 'read'>;
  attachments: Pick<AttachmentFiles, 'handOver'>;
  chance: Chance;
}

/** To be called in a transaction. Answers the drafts that were reopened. */
export function settleResults(results: CommandResult[], sent: OutboxEntry[], parts: Parts): Refusal[] {
  const refusals: Refusal[] = [];
  for (const result of results) {
    const entry = sent.find(({ command }) => command.key === result.key);
    if (!entry) continue;
    switch (result.outcome) {
      case 'accepted':
        parts.outbox.accept(result.key);
        break;
      case 'held':
        parts.outbox.hold(result.key, result.error);
        break;
      case 'refused':
        refusals.push(reopen(entry, result.error, parts));
        break;
      default:
        unreachable(result);
    }
  }
  return refusals;
}

/** To be called in a transaction: the command becomes a draft again, with its pictures and the reason. */
export function reopen({ command, ticketId }: OutboxEntry, error: GuichetError, parts: Parts): Refusal {
  const { outbox, drafts, attachments, chance } = parts;
  const draftId = newId(chance);
  const text = textOf(command, ticketId, parts);
  drafts.save({ id: draftId, ...text, pictures: command.pictures, problem: error });
  attachments.handOver(command.key, draftId);
  outbox.remove(command.key);
  return { draftId, title: text.title, error };
}

/** A refused message becomes the draft of a new ticket under the title of the one it was meant for. */
function textOf(command: OutboxCommand, ticketId: string, { tickets, outbox }: Parts) {
  switch (command.kind) {
    case 'create-ticket':
      return { title: command.body.title, description: command.body.description };
    case 'add-comment': {
      const waiting = outbox.ofTicket(ticketId).map(ticketToBe);
      const ticket = tickets.read(ticketId) ?? waiting.find((found) => found !== null);
      return { title: ticket?.title ?? '', description: command.body.body };
    }
    default:
      return unreachable(command);
  }
}
