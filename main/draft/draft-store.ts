// The drafts on disk, sealed: unfinished drafts and refused commands.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { GuichetError } from '../../contract/errors.ts';
import { DraftContent, type DraftSummary } from '../../contract/ipc.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';
import { IdempotencyKey } from '../../contract/primitives.ts';
import { StoredAttachment } from '../attachments/stored-attachment.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';
import type { Clock } from '../support/clock.ts';

const TABLE = 'draft';

export const StoredDraft = z.object({
  id: z.uuid(),
  /** the ticket a comment is for; null for a new ticket */
  ticketId: IdempotencyKey.nullable(),
  content: DraftContent,
  /** the attachments sealed on disk; pictures only once the draft is saved or sent */
  attachments: z.array(StoredAttachment),
  /** program and title of the foreground window when the hotkey was pressed, for the fact `application` */
  application: z.string().nullable(),
  /** an error code of a later version is dropped; the draft is not */
  problem: GuichetError.nullable().catch(null),
});
export type StoredDraft = z.infer<typeof StoredDraft>;

/** An empty draft. */
export function newDraft(id: string, ticketId: string | null): StoredDraft {
  return { id, ticketId, content: NEW_CONTENT, attachments: [], application: null, problem: null };
}

export interface DraftStore {
  read(id: string): StoredDraft | null;
  /** The draft of a comment on this ticket. */
  ofTicket(ticketId: string): StoredDraft | null;
  /** The drafts of new tickets, the last saved first. */
  ofNewTickets(): DraftSummary[];
  /** of new tickets and messages, also those that cannot be opened */
  count(): number;
  save(draft: StoredDraft): void;
  remove(id: string): void;
}

interface Row {
  id: string;
  sealed: Buffer;
  updated_at: string;
}

/** A draft that cannot be opened stays on disk and is not shown. */
export function createDraftStore({
  db,
  seal,
  clock,
}: {
  db: Database;
  seal: Seal;
  clock: Clock;
}): DraftStore {
  const select = 'select id, sealed, updated_at from draft';
  const byId = db.prepare<[string], Row>(`${select} where id = ?`);
  const byTicket = db.prepare<[string], Row>(`${select} where ticket_id = ?`);
  const ofNewTickets = db.prepare<[], Row>(
    `${select} where ticket_id is null order by updated_at desc, rowid desc`,
  );
  const upsert = db.prepare(
    `insert into draft (id, ticket_id, sealed, updated_at) values (@id, @ticketId, @sealed, @updatedAt)
     on conflict (id) do update set sealed = excluded.sealed, updated_at = excluded.updated_at`,
  );
  /**
   * Detaches a draft that cannot be opened from its ticket: it stays for a technician, and the next comment gets its
   * place.
   */
  const giveUpTicket = db.prepare('update draft set ticket_id = null where ticket_id = ? and id <> ?');
  const remove = db.prepare('delete from draft where id = ?');
  const count = db.prepare<[], number>('select count(*) from draft').pluck();
  const opened = (row: Row | undefined) => row && openJson(seal, StoredDraft, TABLE, row.id, row.sealed);

  return {
    read: (id) => opened(byId.get(id)) ?? null,
    ofTicket: (ticketId) => opened(byTicket.get(ticketId)) ?? null,
    ofNewTickets: () =>
      ofNewTickets.all().flatMap((row) => {
        const draft = opened(row);
        if (!draft) return [];
        const { id, content, problem } = draft;
        return [{ id, title: content.title, savedAt: row.updated_at, problem }];
      }),
    count: () => count.get() ?? 0,
    save(draft) {
      const updatedAt = clock.now().toISOString();
      const { id, ticketId } = draft;
      if (ticketId !== null) giveUpTicket.run(ticketId, id);
      upsert.run({ id, ticketId, sealed: sealJson(seal, TABLE, id, draft), updatedAt });
    },
    remove: (id) => void remove.run(id),
  };
}
