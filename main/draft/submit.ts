// Submits drafts: only this file appends commands to the outbox.
import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import { type Language, unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CommandBody, CommandKind } from '../../contract/sync.ts';
import type { Attachment, RequesterAct, Satisfaction } from '../../contract/ticket.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { attachmentOf, type StoredAttachment } from '../attachments/stored-attachment.ts';
import type { PictureStore } from '../capture/picture-store.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { DraftFacts } from '../facts/draft-facts.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import { type Chance, newKey } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { MyTicketsParts } from '../tickets/my-tickets.ts';
import { checkAct, checkRating } from './check-act.ts';
import { type ComposedComment, composeComment } from './compose-comment.ts';
import { composeTicket } from './compose-ticket.ts';
import type { DraftAttachments } from './draft-attachments.ts';
import type { StoredDraft } from './draft-store.ts';
import type { OpenDrafts } from './open-drafts.ts';
import type { PendingWork } from './pending-work.ts';
import { storePictures } from './store-pictures.ts';

/** How many recent categories are remembered. */
const RECENT_CATEGORIES = 8;

export interface SubmitParts {
  transaction(act: () => void): void;
  openDrafts: OpenDrafts;
  pictures: PictureStore;
  attachments: AttachmentFiles;
  draftAttachments: DraftAttachments;
  work: PendingWork;
  draftFacts: Pick<DraftFacts, 'of'>;
  outbox: OutboxStore;
  values: KeyValueStore;
  myTickets: MyTicketsParts;
  localRequester: { me(): Requester | null; catalogue(): Catalogue | null };
  language(): Language;
  clock: Clock;
  chance: Chance;
}

interface DraftToSend {
  id: string;
  content: DraftContent;
  /** an act on the ticket, submitted with the comment */
  act: RequesterAct | null;
}

export interface Submit {
  /**
   * Closes the draft and appends its commands to the outbox in one transaction, once its pictures are durable on disk.
   * Never waits for the network. Errors: `draft-gone`, `text-too-long`, `capture-failed`, `attachments-too-many`,
   * `attachment-too-large`, `attachments-too-large`, `attachment-type-refused`; of a new ticket those of
   * `composeTicket`; of a comment `text-empty`, `ticket-not-found`, `ticket-closed`, `act-not-allowed`,
   * `not-taken-there`.
   */
  draft(toSend: DraftToSend): Promise<Result<{ ticketId: string }>>;
  /**
   * A comment without a draft, from outside a window. Errors: `text-empty`, `text-too-long`, `ticket-not-found`,
   * `ticket-closed`, `not-taken-there`.
   */
  reply(ticketId: string, text: string): Result<void>;
  /**
   * An act already in the outbox is not submitted twice. Errors: `ticket-not-found`, `act-not-allowed`,
   * `not-taken-there`.
   */
  act(ticketId: string, act: RequesterAct): Result<void>;
  /** Errors: `ticket-not-found`, `act-not-allowed`, `not-taken-there`. */
  rate(ticketId: string, rating: Satisfaction): Result<void>;
  join(ticketId: string, announcementId: string): Result<void>;
}

/** The only writer of new outbox rows. */
export function createSubmit(parts: SubmitParts): Submit {
  /** A second press on Send while pictures are being written returns the promise of the first. */
  const underWay = new Map<string, Promise<Result<{ ticketId: string }>>>();

  function append(command: NewCommand): Result<void> {
    parts.transaction(() => void appendOne(command, [], parts));
    return ok(undefined);
  }

  return {
    draft(toSend) {
      const { id } = toSend;
      const running = underWay.get(id) ?? submitDraft(toSend, parts).finally(() => underWay.delete(id));
      underWay.set(id, running);
      return running;
    },
    reply(ticketId, text) {
      const composed = composeComment(ticketId, text, null, parts.myTickets);
      if (!composed.ok) return composed;
      if (composed.value.body.body === '') return err('text-empty');
      parts.transaction(() => void appendCommand(composed.value, [], [], parts));
      return ok(undefined);
    },
    act(ticketId, act) {
      const allowed = checkAct(ticketId, act, parts.myTickets);
      if (!allowed.ok || allowed.value === 'waiting') return allowed.ok ? ok(undefined) : allowed;
      return append({ kind: 'act-on-ticket', body: { ticketId, act } });
    },
    rate(ticketId, rating) {
      const allowed = checkRating(ticketId, parts.myTickets);
      return allowed.ok ? append({ kind: 'rate-ticket', body: { ticketId, ...rating } }) : allowed;
    },
    join: (ticketId, announcementId) => append({ kind: 'join-ticket', body: { ticketId, announcementId } }),
  };
}

async function submitDraft(toSend: DraftToSend, parts: SubmitParts): Promise<Result<{ ticketId: string }>> {
  const { openDrafts } = parts;
  const found = openDrafts.find(toSend.id);
  if (!found.ok) return found;
  openDrafts.update({ ...found.value, content: toSend.content });
  let isSent = false;
  try {
    const sent = await trySend(found.value, toSend, parts);
    isSent = sent.ok;
    return sent;
  } finally {
    // what was sent is told as sent, whatever can still be read
    const left = isSent ? null : openDrafts.find(toSend.id);
    if (left?.ok) openDrafts.save(left.value);
  }
}

async function trySend(
  draft: StoredDraft,
  toSend: DraftToSend,
  parts: SubmitParts,
): Promise<Result<{ ticketId: string }>> {
  // What is sent is what is shown now: facts that come later are not sent.
  const composed = composeCommand(draft, toSend, parts);
  return composed.ok ? sealAndSend(composed.value, toSend.id, parts) : composed;
}

/** Starts again when the included pictures have changed while they were being written. */
async function sealAndSend(
  composed: ComposedCommand,
  id: string,
  parts: SubmitParts,
): Promise<Result<{ ticketId: string }>> {
  const { openDrafts, work, attachments, pictures, draftAttachments } = parts;
  await work.settled(id);
  const admitted = admit(composed, openDrafts.find(id), draftAttachments);
  if (!admitted.ok) return admitted;

  const includedNow = () => pictures.of(id).filter(({ included }) => included);
  const chosen = includedNow();
  const sealed = await storePictures(id, chosen, attachments);
  try {
    // The draft may have been discarded while its pictures were being written.
    const still = openDrafts.find(id);
    if (!still.ok) return still;
    if (sealed.length < chosen.length) return err('capture-failed');
    const isChanged = work.isPending(id) || !isDeepStrictEqual(includedNow(), chosen);
    if (!isChanged) return ok(send(composed, still.value, sealed, parts));
  } finally {
    attachments.abandon(id, sha256sOf(sealed));
  }
  return sealAndSend(composed, id, parts);
}

/** The command of a draft, before its attachments are known. */
type ComposedCommand =
  | { kind: 'create-ticket'; body: Omit<CommandBody<'create-ticket'>, 'attachments'> }
  | ComposedComment;

function composeCommand(
  draft: StoredDraft,
  toSend: DraftToSend,
  parts: SubmitParts,
): Result<ComposedCommand> {
  const { id, content, act } = toSend;
  const { localRequester, language, draftFacts } = parts;
  if (draft.ticketId === null) {
    const context = { catalogue: localRequester.catalogue(), me: localRequester.me(), language: language() };
    const body = composeTicket(content, { ...context, facts: draftFacts.of(id).facts });
    return body.ok ? ok({ kind: 'create-ticket', body: body.value }) : body;
  }
  return composeComment(draft.ticketId, content.description, act, parts.myTickets);
}

/** A comment may be empty if it has an attachment. */
function admit(
  composed: ComposedCommand,
  draft: Result<StoredDraft>,
  draftAttachments: DraftAttachments,
): Result<void> {
  if (!draft.ok) return draft;
  const count = draftAttachments.of(draft.value).filter(({ included }) => included).length;
  if (composed.kind === 'add-comment' && composed.body.body === '' && count === 0) return err('text-empty');
  return draftAttachments.admitAll(draft.value);
}

/** No await between the check of the pictures and this: the draft must not change in between. */
function send(
  composed: ComposedCommand,
  draft: StoredDraft,
  sealed: readonly StoredAttachment[],
  parts: SubmitParts,
): { ticketId: string } {
  const { openDrafts, transaction } = parts;
  const files = inOrder([...draft.attachments, ...sealed].filter(({ included }) => included));
  const attachments = files.map(attachmentOf);
  let key = '';
  transaction(() => {
    key = appendCommand(composed, attachments, files, parts);
    openDrafts.remove(draft.id);
  });
  openDrafts.close(draft.id);
  void parts.attachments.sweep();
  return { ticketId: draft.ticketId ?? key };
}

/** Call it in a transaction. Returns the key of the ticket or the comment. */
function appendCommand(
  composed: ComposedCommand,
  attachments: Attachment[],
  files: readonly StoredAttachment[],
  parts: SubmitParts,
): string {
  switch (composed.kind) {
    case 'create-ticket': {
      const { kind, body } = composed;
      rememberCategory(body.categoryId, parts.values);
      return appendOne({ kind, body: { ...body, attachments } }, files, parts);
    }
    case 'add-comment': {
      const { kind, body, act } = composed;
      const key = appendOne({ kind, body: { ...body, attachments } }, files, parts);
      if (act) appendOne({ kind: 'act-on-ticket', body: { ticketId: body.ticketId, act } }, [], parts);
      return key;
    }
    default:
      return unreachable(composed);
  }
}

type NewCommand = { [K in CommandKind]: { kind: K; body: CommandBody<K> } }[CommandKind];

/** Call it in a transaction. Returns the command's key. */
function appendOne(command: NewCommand, files: readonly StoredAttachment[], parts: SubmitParts): string {
  const now = parts.clock.now();
  const key = newKey(parts.chance, now);
  parts.outbox.append({ ...command, key, submittedAt: now.toISOString(), files: [...files] });
  parts.attachments.retain(key, sha256sOf(files));
  return key;
}

/** Pictures before files, as shown. */
function inOrder(files: readonly StoredAttachment[]): StoredAttachment[] {
  return files.toSorted((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file'));
}

const sha256sOf = (files: readonly StoredAttachment[]) => files.map(({ sha256 }) => sha256);

function rememberCategory(id: string | null, values: KeyValueStore): void {
  if (id === null) return;
  const others = (values.read('recent-categories') ?? []).filter((recent) => recent !== id);
  values.write('recent-categories', [id, ...others].slice(0, RECENT_CATEGORIES));
}
