// The tickets kept on this computer, sealed, and which of them have something unread.
import type { Database } from 'better-sqlite3';
import { TicketSnapshot } from '../../contract/ticket.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';

const TABLE = 'ticket';

export interface TicketStore {
  read(id: string): TicketSnapshot | null;
  /** Last updated first. */
  all(): TicketSnapshot[];
  unread(): ReadonlySet<string>;
  markUnread(id: string): void;
  /** Whether it was unread before. */
  markRead(id: string): boolean;
  /** For apply-changes alone. */
  put(ticket: TicketSnapshot): void;
  /** For apply-changes alone: the former requester's tickets. */
  removeAll(): void;
}

/** A ticket that does not open is passed over; the server has it. */
export function createTicketStore({ db, seal }: { db: Database; seal: Seal }): TicketStore {
  type Row = { id: string; sealed: Buffer };
  const byId = db.prepare<[string], Row>('select id, sealed from ticket where id = ?');
  const all = db.prepare<[], Row>('select id, sealed from ticket order by updated_at desc, id desc');
  const upsert = db.prepare(
    `insert into ticket (id, sealed, updated_at) values (@id, @sealed, @updatedAt)
     on conflict (id) do update set sealed = excluded.sealed, updated_at = excluded.updated_at`,
  );
  const unread = db.prepare<[], string>('select ticket_id from unread_ticket').pluck();
  const insertUnread = db.prepare('insert or ignore into unread_ticket (ticket_id) values (?)');
  const removeUnread = db.prepare('delete from unread_ticket where ticket_id = ?');
  const removeAll = db.transaction(() => {
    db.exec('delete from ticket; delete from unread_ticket;');
  });
  const opened = ({ id, sealed }: Row) => openJson(seal, TicketSnapshot, TABLE, id, sealed);

  return {
    read(id) {
      const row = byId.get(id);
      return row ? opened(row) : null;
    },
    all: () => all.all().flatMap((row) => opened(row) ?? []),
    unread: () => new Set(unread.all()),
    markUnread: (id) => void insertUnread.run(id),
    markRead: (id) => removeUnread.run(id).changes > 0,
    put(ticket) {
      const sealed = sealJson(seal, TABLE, ticket.id, ticket);
      upsert.run({ id: ticket.id, sealed, updatedAt: ticket.updatedAt });
    },
    removeAll,
  };
}
