// One sync round: enrol if needed, upload attachments, send commands, and apply the response.
import type { Standing } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Pace } from '../../contract/pace.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { ok, type Result } from '../../contract/result.ts';
import { filesOf } from '../../contract/sync.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { Enrolment } from '../enrolment/enrol.ts';
import type { ServerClient } from '../http/server-client.ts';
import { uploadAttachment } from '../http/upload.ts';
import type { OutboxEntry } from '../outbox/outbox-store.ts';
import { pauseFor } from '../outbox/pause.ts';
import { doubtServer, strandedBy } from './older-server.ts';
import { refuse } from './settle-results.ts';
import type { UploadTracker } from './upload-tracker.ts';
import { NO_NEWS, type WriteResponseParts, writeResponse } from './write-response.ts';

/** Far below the limits of proxies and server; a single command is always sent. */
const BATCH_BYTES = 512 * 1024;

/** How often a command's uploads may fail, while the server answers, before later tickets overtake it. */
const TRIES_BEFORE_OVERTAKEN = 3;

interface Postponed {
  key: string;
  ticketId: string;
  error: GuichetError;
}

/** again: more to do at once; wait: done; retry: later, because of `error` or of held commands */
export type RoundOutcome =
  | { next: 'again' }
  | { next: 'wait' }
  | { next: 'retry'; error: GuichetError | null };

export interface SyncRoundParts extends WriteResponseParts {
  attachments: Pick<AttachmentFiles, 'load'>;
  progress: UploadTracker;
  enrolment: Enrolment;
  client: ServerClient;
  /** called when the agent has enrolled, perhaps under a new id */
  onEnrolled(): void;
  /** called with each answer: how often the server wants to be called */
  onPace(pace: Pace): void;
  /** called with each answer: why files could not be uploaded, or null */
  onUploads(error: GuichetError | null): void;
  /** called when staff want the data of this agent deleted: on no other answer */
  onLeaveAsked(): void;
}

/** Whether the server accepts tickets from this agent. */
function acceptsTickets(standing: Standing | null): boolean {
  return standing?.state === 'active' && standing.requester !== null;
}

/** A round never throws for network or server errors; its outcome says when the next one is due. */
export function createSyncRound(parts: SyncRoundParts): () => Promise<RoundOutcome> {
  const { enrolment, client } = parts;
  const { values, outbox, catalogue } = parts.stores;
  let answeredAt: Date | null = null;

  return async function round() {
    const enrolled = await enrolment.ensure(client);
    if (!enrolled.ok) return { next: 'retry', error: enrolled.error };
    if (enrolled.value.enrolled) parts.onEnrolled();

    const due = dueNow(parts, answeredAt);
    const ready = await withAttachments(due, parts);
    const cursor = values.read('cursor') ?? 0;
    const mailWish = values.read('untold-mail-wish');
    const commands = ready.entries.map(commandOf);
    outbox.leaving(ready.entries);
    const answer = await client.sync({
      cursor,
      mark: cursor === 0 ? null : values.read('cursor-mark'),
      commands,
      catalogueVersion: catalogue.version(),
      mailWish,
      hostname: enrolment.hostname,
    });
    if (!answer.ok) return afterError(answer.error, cursor, parts);
    parts.onPace(answer.value.pace);
    parts.onUploads(ready.postponed[0]?.error ?? null);

    const { reread } = await writeResponse(
      answer.value,
      {
        ...{ sent: ready.entries, sentCursor: cursor, sentWish: mailWish },
        holdPostponed: () => holdAll(ready.postponed, parts),
      },
      parts,
    );
    answeredAt = parts.clock.now();
    // The agent has stopped in the meantime.
    if (!parts.db.open) return { next: 'wait' };
    const held = [...ready.postponed, ...answer.value.results.filter((result) => result.outcome === 'held')];
    // Paused commands are sent in the first round after their pause; others have a turn before that.
    const hasHeld = held.some(({ error }) => pauseFor(error, parts.clock.now()) === null);
    const isMoving = answer.value.results.length > 0 || ready.postponed.length > 0;
    const isAccepting = acceptsTickets(answer.value.standing);
    // such as after activation, or once a ticket has come back
    const mayNowSend = due.length === 0 && dueNow(parts, answeredAt).length > 0;
    if (reread || answer.value.more || mayNowSend) return { next: 'again' };
    if (hasHeld) return isAccepting ? { next: 'retry', error: null } : { next: 'wait' };
    return isMoving && outbox.waiting() > 0 ? { next: 'again' } : { next: 'wait' };
  };
}

/** A command that the server would hold is not sent; the standing in the response tells when to send it. */
function dueNow({ stores, clock }: SyncRoundParts, answeredAt: Date | null): OutboxEntry[] {
  const { values, outbox } = stores;
  if (!acceptsTickets(values.read('standing')) || values.read('server-older')) return [];
  const size = { count: LIMITS.commandsPerSync, bytes: BATCH_BYTES };
  return outbox.batch(size, clock.now(), strandedBy(stores, answeredAt));
}

function afterError(error: GuichetError, cursor: number, parts: SyncRoundParts): RoundOutcome {
  switch (error.code) {
    case 'cursor-ahead':
      // The server was restored from an earlier backup.
      parts.db.transaction(() => doubtServer(parts.stores))();
      return cursor > 0 ? { next: 'again' } : { next: 'retry', error };
    case 'agent-unknown':
      // The next round enrols again; not at once, or a confused server would be called in an endless loop.
      parts.db.transaction(() => doubtServer(parts.stores))();
      parts.enrolment.forget();
      return { next: 'retry', error };
    case 'leave-asked':
      parts.onLeaveAsked();
      return { next: 'wait' };
    default:
      return { next: 'retry', error };
  }
}

/** Returns the ids of the tickets. */
function holdAll(postponed: readonly Postponed[], { stores, clock }: SyncRoundParts): string[] {
  for (const { key, error } of postponed) stores.outbox.hold(key, error, pauseFor(error, clock.now()));
  return postponed.map(({ ticketId }) => ticketId);
}

/** Returns the commands to send now, and those postponed because an upload failed. */
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
    } else if (!refuseLocally(entry, uploaded.error, parts)) {
      postponed.push({ key: entry.command.key, ticketId: entry.ticketId, error: uploaded.error });
      // After a network failure nothing overtakes; a command whose uploads keep failing, or are paused, is overtaken.
      const isPause = pauseFor(uploaded.error, parts.clock.now()) !== null;
      if (!isPause && entry.attempts < TRIES_BEFORE_OVERTAKEN) break;
    }
  }
  return { entries, postponed };
}

async function uploadAll({ command, ticketId }: OutboxEntry, parts: SyncRoundParts): Promise<Result<void>> {
  const { client, attachments, progress } = parts;
  const files = filesOf(command);
  progress.begin(command.key, ticketId, files);
  for (const file of files) {
    const uploaded = await uploadAttachment(file, {
      client,
      load: () => attachments.load(file.sha256),
      onReached: (sent) => progress.reached(command.key, file.sha256, sent),
    });
    if (!uploaded.ok) return uploaded;
  }
  progress.end(command.key);
  return ok(undefined);
}

/** A file that can never be uploaded turns its command back into a draft. */
function refuseLocally(entry: OutboxEntry, error: GuichetError, parts: SyncRoundParts): boolean {
  if (error.code !== 'attachment-too-large' && error.code !== 'file-unreadable') return false;
  const refusal = parts.db.transaction(() => refuse(entry, error, parts.stores, parts.chance))();
  parts.onNews({ ...NO_NEWS, changedIds: [entry.ticketId], refusals: [refusal] });
  return true;
}

function commandOf({ command: { key, kind, submittedAt }, storedBody, again }: OutboxEntry) {
  return { key, kind, submittedAt, body: storedBody, ...(again && { again }) };
}
