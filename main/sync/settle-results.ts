// Moves outbox rows according to the server's result for each command.
import type { GuichetError } from '../../contract/errors.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { CommandKind, CommandResult } from '../../contract/sync.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { applicationOf, contentOf } from '../draft/draft-content.ts';
import { type DraftStore, newDraft, type StoredDraft } from '../draft/draft-store.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import { pauseFor } from '../outbox/pause.ts';
import type { SentStore } from '../outbox/sent-store.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import { isThere } from './older-server.ts';
import type { UploadTracker } from './upload-tracker.ts';

export interface Refusal {
  kind: CommandKind;
  ticketId: string;
  /** the draft of the refused command; null when it had no text and is gone */
  draftId: string | null;
  /** of the ticket; '' when unknown */
  title: string;
  error: GuichetError;
}

export interface SettleStores {
  outbox: OutboxStore;
  sent: Pick<SentStore, 'keep'>;
  drafts: Pick<DraftStore, 'save'>;
  tickets: Pick<TicketStore, 'heading' | 'has' | 'read'>;
  attachments: Pick<AttachmentFiles, 'transfer' | 'release'>;
  progress: Pick<UploadTracker, 'end'>;
}

/** Call it in a transaction. Returns the refused commands. */
export function settleResults(
  results: CommandResult[],
  sent: OutboxEntry[],
  stores: SettleStores,
  { chance, clock }: { chance: Chance; clock: Clock },
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const result of results) {
    const entry = sent.find(({ command }) => command.key === result.key);
    if (!entry) continue;
    switch (result.outcome) {
      case 'accepted':
        accept(entry, stores);
        break;
      case 'held':
        stores.outbox.hold(result.key, result.error, pauseFor(result.error, clock.now()));
        break;
      case 'refused':
        // it has what was sent from here under this key, as an agent that it knew before
        if (entry.again && result.error.code === 'key-reused' && isOurs(entry.command, stores))
          stores.sent.keep(entry.command);
        else refusals.push(refuse(entry, result.error, stores, chance));
        break;
      default:
        unreachable(result);
    }
  }
  return refusals;
}

/** Whether a key that another agent has used is of this person: what they wrote is then among what the server has named to them. */
function isOurs(command: OutboxEntry['command'], { tickets }: SettleStores): boolean {
  const isWritten = command.kind === 'create-ticket' || command.kind === 'add-comment';
  return !isWritten || isThere(command, tickets);
}

/** A user who already takes part is not notified of joining. */
function accept({ command, ticketId }: OutboxEntry, { outbox, sent, tickets }: SettleStores): void {
  if (command.kind === 'join-ticket' && tickets.has(ticketId)) sent.keep(command);
  else outbox.accept(command.key);
}

/** Call it in a transaction: the user's text becomes a draft again, with its files and the error. */
export function refuse(
  entry: OutboxEntry,
  error: GuichetError,
  stores: SettleStores,
  chance: Chance,
): Refusal {
  const { command, ticketId } = entry;
  const draft = draftOf(entry, newId(chance), stores);
  if (draft) {
    stores.drafts.save({ ...draft, attachments: command.files, problem: error });
    stores.attachments.transfer(command.key, draft.id);
  }
  stores.outbox.remove(command.key);
  stores.progress.end(command.key);
  const title = draft?.content.title ?? titleOf(ticketId, stores);
  return { kind: command.kind, ticketId, draftId: draft?.id ?? null, title, error };
}

/** A refused comment becomes the draft of a new ticket with the same title. */
function draftOf({ command, ticketId }: OutboxEntry, id: string, stores: SettleStores): StoredDraft | null {
  switch (command.kind) {
    case 'create-ticket': {
      const { body } = command;
      return { ...newDraft(id, null), content: contentOf(body), application: applicationOf(body) };
    }
    case 'add-comment': {
      const content = { title: titleOf(ticketId, stores), description: command.body.body };
      return { ...newDraft(id, null), content: { ...NEW_CONTENT, ...content } };
    }
    case 'act-on-ticket':
    case 'rate-ticket':
    case 'join-ticket':
      return null;
    default:
      return unreachable(command);
  }
}

function titleOf(ticketId: string, { tickets, outbox }: SettleStores): string {
  const stored = tickets.heading(ticketId);
  if (stored) return stored.title;
  const commands = outbox.ofTicket(ticketId).map(({ command }) => command);
  return commands.find((command) => command.kind === 'create-ticket')?.body.title ?? '';
}
