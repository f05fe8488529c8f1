// The tickets stored on this computer, sealed, and which of them are unread.
import type { Database } from 'better-sqlite3';
import type { z } from 'zod';
import type { TicketShelf } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/primitives.ts';
import { TicketSnapshot } from '../../contract/ticket.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';

const TABLE = 'ticket';
const HEADINGS = 'ticket.heading';

/** What a list shows of a ticket. */
export const TicketHeading = TicketSnapshot.pick({
  id: true,
  number: true,
  title: true,
  status: true,
  you: true,
  technician: true,
  statusText: true,
  numberAwaited: true,
  createdAt: true,
  dueAt: true,
  updatedAt: true,
});
export type TicketHeading = z.infer<typeof TicketHeading>;

/** Tickets of one shelf; closed ones only if they changed at `closedSince` or later, any if null. */
export interface ShelfFilter {
  shelf: TicketShelf;
  closedSince: string | null;
}

interface TicketWatcher {
  onPut(heading: TicketHeading): void;
  onRemove(id: string): void;
  onRemoveAll(): void;
}

export interface TicketStore {
  read(id: string): TicketSnapshot | null;
  has(id: string): boolean;
  heading(id: string): TicketHeading | null;
  /** Last updated first, at most `limit`. */
  onShelf(filter: ShelfFilter, limit: number): TicketHeading[];
  countOnShelf(filter: ShelfFilter): number;
  /** All tickets in the order of their ids, `limit` at a time. `end` is the next `id`, null after the last. */
  after(id: string, limit: number): { headings: TicketHeading[]; end: string | null };
  isUnread(id: string): boolean;
  unreadCount(): number;
  markUnread(id: string): void;
  /** Returns whether it was unread. */
  markRead(id: string): boolean;
  /** Whether the server no longer has it. */
  isMissing(id: string): boolean;
  /** For sync only: all tickets are read again, and each counts as unnamed until the server names it. */
  doubtAll(): void;
  /** For sync only: ids of those unnamed. */
  unnamed(): string[];
  /** For sync only: the server has named all that it has. */
  confirmMissing(): void;
  /** For apply-changes only. */
  put(ticket: TicketSnapshot): void;
  /** For apply-changes only. */
  remove(id: string): void;
  /** For apply-changes only: removes the former requester's tickets. Returns their ids. */
  removeAll(): string[];
  /** The watcher is called at each later put and removal. */
  watch(watcher: TicketWatcher): void;
}

/** Skips a ticket that cannot be opened; the server has it. Headings are cached in memory once opened. */
export function createTicketStore({ db, seal }: { db: Database; seal: Seal }): TicketStore {
  const headings = new Map<string, TicketHeading>();
  const watchers: TicketWatcher[] = [
    {
      onPut: (heading) => void headings.set(heading.id, heading),
      onRemove: (id) => void headings.delete(id),
      onRemoveAll: () => headings.clear(),
    },
  ];
  return {
    ...readQueries(db, seal, headings),
    ...unreadMarks(db),
    ...missingMarks(db),
    ...writeQueries(db, seal, watchers),
    watch: (watcher) => void watchers.push(watcher),
  };
}

function readQueries(db: Database, seal: Seal, headings: Map<string, TicketHeading>) {
  type Since = { since: string };
  const whole = db.prepare<[string], Buffer>('select sealed from ticket where id = ?').pluck();
  const known = db.prepare<[string], number>('select 1 from ticket where id = ?').pluck();
  const sealedHeading = db.prepare<[string], Buffer>('select heading from ticket where id = ?').pluck();
  const after = db
    .prepare<[string, number], string>('select id from ticket where id > ? order by id limit ?')
    .pluck();

  function heading(id: string): TicketHeading | null {
    const cached = headings.get(id);
    if (cached) return cached;
    const sealed = sealedHeading.get(id);
    const opened = sealed ? openJson(seal, TicketHeading, HEADINGS, id, sealed) : null;
    if (opened) headings.set(id, opened);
    return opened;
  }
  const headingsOf = (ids: string[]) => ids.flatMap((id) => heading(id) ?? []);

  const shelf = (shelf: TicketShelf) => {
    const where = whereOf(shelf);
    return {
      ids: db
        .prepare<Since & { limit: number }, string>(
          `select id from ticket where ${where} order by updated_at desc, id desc limit @limit`,
        )
        .pluck(),
      count: db.prepare<Since, number>(`select count(*) from ticket where ${where}`).pluck(),
    };
  };
  const shelves = { open: shelf('open'), closed: shelf('closed'), invited: shelf('invited') };

  return {
    read(id: string) {
      const sealed = whole.get(id);
      return sealed ? openJson(seal, TicketSnapshot, TABLE, id, sealed) : null;
    },
    has: (id: string) => known.get(id) !== undefined,
    heading,
    onShelf: ({ shelf, closedSince }: ShelfFilter, limit: number) =>
      headingsOf(shelves[shelf].ids.all({ since: closedSince ?? '', limit })),
    countOnShelf: ({ shelf, closedSince }: ShelfFilter) =>
      shelves[shelf].count.get({ since: closedSince ?? '' }) ?? 0,
    after(id: string, limit: number) {
      // Reading all tickets takes a while, and the agent may have stopped in the meantime.
      if (!db.open) return { headings: [], end: null };
      const ids = after.all(id, limit);
      return { headings: headingsOf(ids), end: ids.length < limit ? null : (ids.at(-1) ?? null) };
    },
  };
}

/** `@since`: closed tickets must have changed at this instant or later. */
function whereOf(shelf: TicketShelf): string {
  switch (shelf) {
    case 'open':
      return `shelf = 'mine' and closed = 0`;
    case 'closed':
      return `shelf = 'mine' and closed = 1 and updated_at >= @since`;
    case 'invited':
      return `shelf = 'invited' and (closed = 0 or updated_at >= @since)`;
    default:
      return unreachable(shelf);
  }
}

function unreadMarks(db: Database) {
  const isUnread = db.prepare<[string], number>('select 1 from unread_ticket where ticket_id = ?').pluck();
  // A mark may outlive its ticket while all tickets are fetched again.
  const count = db
    .prepare<[], number>('select count(*) from unread_ticket where ticket_id in (select id from ticket)')
    .pluck();
  const insert = db.prepare('insert or ignore into unread_ticket (ticket_id) values (?)');
  const remove = db.prepare('delete from unread_ticket where ticket_id = ?');
  return {
    isUnread: (id: string) => isUnread.get(id) !== undefined,
    unreadCount: () => count.get() ?? 0,
    markUnread: (id: string) => void insert.run(id),
    markRead: (id: string) => remove.run(id).changes > 0,
  };
}

function missingMarks(db: Database) {
  const isMissing = db
    .prepare<[string], number>('select 1 from missing_ticket where ticket_id = ? and confirmed = 1')
    .pluck();
  const doubt = db.prepare('insert or ignore into missing_ticket (ticket_id) select id from ticket');
  const unnamed = db.prepare<[], string>('select ticket_id from missing_ticket where confirmed = 0').pluck();
  const confirm = db.prepare('update missing_ticket set confirmed = 1');
  return {
    isMissing: (id: string) => isMissing.get(id) !== undefined,
    doubtAll: () => void doubt.run(),
    unnamed: () => unnamed.all(),
    confirmMissing: () => void confirm.run(),
  };
}

function writeQueries(db: Database, seal: Seal, watchers: readonly TicketWatcher[]) {
  const upsert = db.prepare(
    `insert into ticket (id, shelf, closed, updated_at, heading, sealed)
     values (@id, @shelf, @closed, @updatedAt, @heading, @sealed)
     on conflict (id) do update set shelf = excluded.shelf, closed = excluded.closed,
       updated_at = excluded.updated_at, heading = excluded.heading, sealed = excluded.sealed`,
  );
  const removeTicket = db.prepare('delete from ticket where id = ?');
  const removeMark = db.prepare('delete from unread_ticket where ticket_id = ?');
  const isThere = db.prepare('delete from missing_ticket where ticket_id = ?');
  const remove = db.transaction((id: string) => {
    removeMark.run(id);
    isThere.run(id);
    removeTicket.run(id);
  });
  const removeTickets = db.prepare<[], string>('delete from ticket returning id').pluck();
  const removeMarks = db.prepare('delete from unread_ticket');
  const noneIsMissing = db.prepare('delete from missing_ticket');
  const removeAll = db.transaction(() => {
    removeMarks.run();
    noneIsMissing.run();
    return removeTickets.all();
  });
  return {
    put(ticket: TicketSnapshot) {
      const { id, updatedAt } = ticket;
      const heading = TicketHeading.parse(ticket);
      upsert.run({
        id,
        shelf: ticket.you === 'requester' ? 'mine' : 'invited',
        closed: ticket.status === 'closed' ? 1 : 0,
        updatedAt,
        heading: sealJson(seal, HEADINGS, id, heading),
        sealed: sealJson(seal, TABLE, id, ticket),
      });
      isThere.run(id);
      for (const { onPut } of watchers) onPut(heading);
    },
    remove(id: string) {
      remove(id);
      for (const { onRemove } of watchers) onRemove(id);
    },
    removeAll() {
      const ids = removeAll();
      for (const { onRemoveAll } of watchers) onRemoveAll();
      return ids;
    },
  };
}
