// One round with the server: enrol if needed, upload what commands name, send them, write the answer down.
import type { Database } from 'better-sqlite3';
import type { Standing } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { SyncResponse } from '../../contract/sync.ts';
import { LIMITS } from '../../contract/words.ts';
import type { FactStore } from '../db/fact-store.ts';
import type { AttachmentFiles } from '../draft/attachment-files.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import type { Enrolment } from '../enrolment/enrol.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { Chance } from '../support/chance.ts';
import type { News } from '../tickets/news.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import { applyChanges } from './apply-changes.ts';
import type { ServerClient } from './server-client.ts';
import { type Refusal, reopen, settleResults } from './settle-results.ts';
import { uploadAttachment } from './upload.ts';

/** Far below what proxies and the server accept; a single command is always sent. */
const BATCH_BYTES = 512 * 1024;

/** How often the files of a command may fail, with the server answering all else, before later tickets go first. */
const TRIES_BEFORE_OVERTAKEN = 3;

interface Postponed {
  key: string;
  ticketId: string;
  error: GuichetError;
}

/** again: more is to be done at once; wait: all is well; retry: later, because of `error`, or of commands still held. */
export type RoundOutcome =
  | { next: 'again' }
  | { next: 'wait' }
  | { next: 'retry'; error: GuichetError | null };

/** What the user and the windows should hear of. */
export interface SyncNews {
  changedIds: string[];
  news: News[];
  refusals: Refusal[];
}

export interface SyncRoundParts {
  db: Database;
  facts: FactStore;
  outbox: OutboxStore;
  drafts: DraftStore;
  tickets: TicketStore;
  attachments: AttachmentFiles;
  enrolment: Enrolment;
  client: ServerClient;
  chance: Chance;
  /** called after the transaction that wrote it down */
  onNews(news: SyncNews): void;
  /** the agent has a name at the server, perhaps a new one */
  onIntroduced(): void;
}

/** Whether the server takes tickets from this agent. */
function takesTickets(standing: Standing | null): boolean {
  return standing?.state === 'active' && standing.requester !== null;
}

/** A round never throws for the network or the server; what it answers says when the next is due. */
export function createSyncRound(parts: SyncRoundParts): () => Promise<RoundOutcome> {
  const { facts, outbox, enrolment, client } = parts;

  return async function round() {
    const introduced = await enrolment.ensure(client);
    if (!introduced.ok) return { next: 'retry', error: introduced.error };
    if (introduced.value.introduced) parts.onIntroduced();

    // A command the server would hold is not sent: the standing in the answer tells when it is time.
    const took = takesTickets(facts.read('standing'));
    const due = took ? outbox.batch(LIMITS.commandsPerSync, BATCH_BYTES) : [];
    const ready = await withAttachments(due, parts);
    const cursor = facts.read('cursor') ?? 0;
    const answer = await client.sync({ cursor, commands: ready.entries.map(commandOf) });
    if (!answer.ok) return afterError(answer.error, cursor, parts);

    const { reread } = writeDown(answer.value, ready, cursor, parts);
    const held = ready.postponed.length > 0 || answer.value.results.some(({ outcome }) => outcome === 'held');
    const takes = takesTickets(answer.value.standing);
    if (reread || answer.value.more || (takes && !took && outbox.waiting() > 0)) return { next: 'again' };
    if (held) return takes ? { next: 'retry', error: null } : { next: 'wait' };
    return answer.value.results.length > 0 && outbox.waiting() > 0 ? { next: 'again' } : { next: 'wait' };
  };
}

function afterError(error: GuichetError, cursor: number, parts: SyncRoundParts): RoundOutcome {
  switch (error.code) {
    case 'cursor-ahead':
      // The server was restored from an earlier backup.
      parts.facts.write('cursor', 0);
      return cursor > 0 ? { next: 'again' } : { next: 'retry', error };
    case 'agent-unknown':
      // The next round introduces the agent again; not at once, lest a confused server be asked for ever.
      parts.enrolment.forget();
      return { next: 'retry', error };
    default:
      return { next: 'retry', error };
  }
}

function writeDown(
  answer: SyncResponse,
  { entries: sent, postponed }: { entries: OutboxEntry[]; postponed: Postponed[] },
  sentCursor: number,
  parts: SyncRoundParts,
) {
  const accepted = answer.results.filter(({ outcome }) => outcome === 'accepted');
  const acceptedNow = new Set(accepted.map(({ key }) => key));
  const written = parts.db.transaction(() => {
    for (const { key, error } of postponed) parts.outbox.hold(key, error);
    const refusals = settleResults(answer.results, sent, parts);
    return { refusals, ...applyChanges(answer, { sentCursor, acceptedNow }, parts) };
  })();
  const settledIds = sent.map(({ ticketId }) => ticketId);
  parts.onNews({ ...written, changedIds: [...new Set([...written.changedIds, ...settledIds])] });
  return written;
}

/** What can be sent now, and what has to wait because its files did not go through. */
async function withAttachments(
  due: OutboxEntry[],
  parts: SyncRoundParts,
): Promise<{ entries: OutboxEntry[]; postponed: Postponed[] }> {
  const entries: OutboxEntry[] = [];
  const postponed: Postponed[] = [];
  for (const entry of due) {
    if (postponed.some(({ ticketId }) => ticketId === entry.ticketId)) continue;
    const uploaded = await uploadAll(entry, parts);
    if (uploaded.ok) {
      entries.push(entry);
    } else if (!refuseHere(entry, uploaded.error, parts)) {
      postponed.push({ key: entry.command.key, ticketId: entry.ticketId, error: uploaded.error });
      // A network that has just failed is no reason for later tickets to overtake; files that never go through are.
      if (entry.attempts < TRIES_BEFORE_OVERTAKEN) break;
    }
  }
  return { entries, postponed };
}

async function uploadAll({ command }: OutboxEntry, parts: SyncRoundParts): Promise<Result<void>> {
  for (const picture of command.pictures) {
    const uploaded = await uploadAttachment(picture, {
      client: parts.client,
      load: () => parts.attachments.load(picture.sha256),
    });
    if (!uploaded.ok) return uploaded;
  }
  return ok(undefined);
}

/** A file that will never go through makes its command a draft again. */
function refuseHere(entry: OutboxEntry, error: GuichetError, parts: SyncRoundParts): boolean {
  if (error.code !== 'attachment-too-large' && error.code !== 'capture-failed') return false;
  const refusal = parts.db.transaction(() => reopen(entry, error, parts))();
  parts.onNews({ changedIds: [entry.ticketId], news: [], refusals: [refusal] });
  return true;
}

function commandOf({ command: { key, kind, submittedAt, body } }: OutboxEntry) {
  return { key, kind, submittedAt, body };
}
