// The drafts on disk, sealed: what the user is writing, and what the help desk refused.
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
  /** the ticket a message is for; null for a new ticket */
  ticketId: IdempotencyKey.nullable(),
  content: DraftContent,
  /** what lies sealed on disk; a picture is not there before the draft is saved or sent */
  attachments: z.array(StoredAttachment),
  /** the program and title in the foreground when the key was pressed, for the fact of that name */
  application: z.string().nullable(),
  /** a later version's reason is forgotten; the draft is not */
  problem: GuichetError.nullable().catch(null),
});
export type StoredDraft = z.infer<typeof StoredDraft>;

/** A draft in which nothing was written yet. */
export function newDraft(id: string, ticketId: string | null): StoredDraft {
  return { id, ticketId, content: NEW_CONTENT, attachments: [], application: null, problem: null };
}

export interface DraftStore {
  read(id: string): StoredDraft | null;
  /** The message being written to a ticket. */
  ofTicket(ticketId: string): StoredDraft | null;
  /** The drafts of new tickets, the last saved first. */
  ofNewTickets(): DraftSummary[];
  save(draft: StoredDraft): void;
  remove(id: string): void;
}

interface Row {
  id: string;
  sealed: Buffer;
  updated_at: string;
}

/** A draft that does not open is left where it is, and not shown. */
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
  /** One that does not open stays for a technician to look at, but not in the way of the next message. */
  const giveUpTicket = db.prepare('update draft set ticket_id = null where ticket_id = ? and id <> ?');
  const remove = db.prepare('delete from draft where id = ?');
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
    save(draft) {
      const updatedAt = clock.now().toISOString();
      const { id, ticketId } = draft;
      if (ticketId !== null) giveUpTicket.run(ticketId, id);
      upsert.run({ id, ticketId, sealed: sealJson(seal, TABLE, id, draft), updatedAt });
    },
    remove: (id) => void remove.run(id),
  };
}
