// The border between writing and sending: only here is a command appended to the outbox.
import type { Database } from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { LIMITS } from '../../contract/words.ts';
import type { PictureStore } from '../capture/picture-store.ts';
import type { OutboxCommand, OutboxStore } from '../outbox/outbox-store.ts';
import { type Chance, newKey } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import { ticketDetail } from '../tickets/my-tickets.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import type { AttachmentFiles } from './attachment-files.ts';
import type { CurrentDraft } from './current-draft.ts';
import type { DraftStore, StoredDraft } from './draft-store.ts';
import { attachmentOf, type StoredPicture } from './stored-picture.ts';

export interface SubmitParts {
  db: Database;
  current: CurrentDraft;
  drafts: Pick<DraftStore, 'remove'>;
  pictures: PictureStore;
  attachments: AttachmentFiles;
  outbox: OutboxStore;
  tickets: TicketStore;
  clock: Clock;
  chance: Chance;
}

export interface Submit {
  /**
   * Closes the draft and puts its ticket in the outbox, in one transaction, once its pictures are safe on disk. Never
   * waits for the network. Errors: `draft-gone`, `title-empty`, `title-too-long`, `text-too-long`, `capture-failed`.
   */
  draft(text: { id: string; title: string; description: string }): Promise<Result<{ ticketId: string }>>;
  /** Errors: `text-empty`, `text-too-long`, `ticket-not-found`, `ticket-closed`. */
  comment(written: { id: string; body: string }): Result<void>;
}

/** The only one that appends to the outbox. */
export function createSubmit(parts: SubmitParts): Submit {
  /** A second press on Send, while pictures are still being written, is the same Send. */
  const underWay = new Map<string, Promise<Result<{ ticketId: string }>>>();
  function ended(draftId: string): void {
    underWay.delete(draftId);
    parts.attachments.abandon(draftId);
  }

  return {
    draft(text) {
      const running = underWay.get(text.id) ?? submitDraft(text, parts).finally(() => ended(text.id));
      underWay.set(text.id, running);
      return running;
    },
    comment: (written) => submitComment(written, parts),
  };
}

async function submitDraft(
  text: { id: string; title: string; description: string },
  parts: SubmitParts,
): Promise<Result<{ ticketId: string }>> {
  const { current, outbox, clock, chance } = parts;
  const saved = current.write(text);
  if (!saved.ok) return saved;
  const checked = checkText(text);
  if (!checked.ok) return checked;
  const draft = current.find(text.id);
  if (!draft.ok) return draft;
  const stored = await storePictures(draft.value, parts);
  if (!stored.ok) return stored;

  const now = clock.now();
  const pictures = stored.value;
  const command: OutboxCommand = {
    key: newKey(chance, now),
    kind: 'create-ticket',
    submittedAt: now.toISOString(),
    pictures,
    body: {
      ticketKind: 'incident',
      title: text.title.trim(),
      description: text.description,
      attachments: pictures.map(attachmentOf),
    },
  };
  // Discarded, perhaps, while its pictures were being written.
  const still = current.find(text.id);
  if (!still.ok) return still;
  parts.db.transaction(() => {
    outbox.append(command);
    parts.attachments.release(text.id);
    parts.attachments.hold(
      command.key,
      pictures.map(({ sha256 }) => sha256),
    );
    parts.drafts.remove(text.id);
  })();
  current.sent();
  return ok({ ticketId: command.key });
}

function checkText({ title, description }: { title: string; description: string }): Result<void> {
  const length = title.trim().length;
  if (length === 0) return err('title-empty');
  if (length > LIMITS.title) return err('title-too-long', { limit: LIMITS.title });
  if (description.length > LIMITS.description) return err('text-too-long', { limit: LIMITS.description });
  return ok(undefined);
}

/** All pictures of the draft, sealed on disk. */
async function storePictures(
  draft: StoredDraft,
  { pictures, attachments }: SubmitParts,
): Promise<Result<StoredPicture[]>> {
  const stored = [...draft.pictures];
  for (const { id, name, width, height, encoded } of pictures.of(draft.id)) {
    const png = await encoded;
    if (!png) return err('capture-failed');
    const { bytes, sha256 } = png;
    await attachments.store(draft.id, sha256, bytes);
    stored.push({ id, sha256, name, mediaType: 'image/png', size: bytes.length, width, height });
  }
  return ok(stored);
}

function submitComment(written: { id: string; body: string }, parts: SubmitParts): Result<void> {
  const body = written.body.trim();
  if (body === '') return err('text-empty');
  if (body.length > LIMITS.comment) return err('text-too-long', { limit: LIMITS.comment });
  const found = ticketDetail(written.id, parts);
  if (!found.ok) return found;
  if (found.value.ticket.status === 'closed') return err('ticket-closed');
  const now = parts.clock.now();
  parts.outbox.append({
    key: newKey(parts.chance, now),
    kind: 'add-comment',
    submittedAt: now.toISOString(),
    pictures: [],
    body: { ticketId: written.id, body, attachments: [] },
  });
  return ok(undefined);
}
