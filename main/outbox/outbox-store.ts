// The outbox: submitted commands in order, each until the ticket snapshot shows its effect; then the sent store keeps it.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { GuichetError } from '../../contract/errors.ts';
import type { Hindrance } from '../../contract/ipc.ts';
import { parseJson } from '../../contract/json.ts';
import { IdempotencyKey, Instant } from '../../contract/primitives.ts';
import { COMMANDS, type Command, ticketIdOf } from '../../contract/sync.ts';
import { StoredAttachment } from '../attachments/stored-attachment.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';
import { isPaused, Pause } from './pause.ts';

const TABLE = 'outbox';

const head = { key: IdempotencyKey, submittedAt: Instant, files: z.array(StoredAttachment) };
const SealedCommand = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('create-ticket'), body: COMMANDS['create-ticket'] }),
  z.object({ ...head, kind: z.literal('add-comment'), body: COMMANDS['add-comment'] }),
  z.object({ ...head, kind: z.literal('act-on-ticket'), body: COMMANDS['act-on-ticket'] }),
  z.object({ ...head, kind: z.literal('rate-ticket'), body: COMMANDS['rate-ticket'] }),
  z.object({ ...head, kind: z.literal('join-ticket'), body: COMMANDS['join-ticket'] }),
]);

/** Keeps unknown fields: a body is sent again exactly as an earlier version may have sent it. */
const StoredCommand = z.looseObject({ body: z.unknown() });

/** A command with the files it names, which are sealed on this computer. */
type OutboxCommand = Command & { files: StoredAttachment[] };

export interface OutboxEntry {
  command: OutboxCommand;
  /** The body as stored, and sent as such: the server compares a hash of the body when a command is repeated. */
  storedBody: unknown;
  ticketId: string;
  /** queued: not accepted by the server yet; accepted: accepted, but its effect is not in a snapshot yet */
  state: 'queued' | 'accepted';
  /** how often the server has held it, or its upload failed */
  attempts: number;
  /** the server may have accepted it before: an answer did not come, or it came back older since */
  again: boolean;
  /** null: not paused by the server at its last attempt */
  pause: Pause | null;
}

/** Whether a command waits for its ticket to come back. */
type IsStranded = (command: Pick<Row, 'kind' | 'ticket_id'>) => boolean;

export interface OutboxStore {
  /** For submit only, in the transaction that closes the draft. */
  append(command: OutboxCommand): void;
  /**
   * The next commands to send, oldest first: at most `count` commands and `bytes` bytes, but always at least one. A paused
   * command is left out, and so are later ones of the same ticket, whose order counts, and those that `isStranded`.
   */
  batch(size: { count: number; bytes: number }, now: Date, isStranded?: IsStranded): OutboxEntry[];
  /** Call it before commands leave: from now on the server may have accepted them, whatever it answers. */
  leaving(entries: readonly OutboxEntry[]): void;
  /** The commands that create a ticket. */
  created(): OutboxEntry[];
  ofTicket(ticketId: string): OutboxEntry[];
  /** number of commands the server has not accepted */
  waiting(): number;
  /** Why some of them are not sent although the server answers; null when all may be. */
  heldUp(now: Date, isStranded: IsStranded): Extract<Hindrance, 'limited' | 'ticket-missing'> | null;
  accept(key: string): void;
  /**
   * Counts an attempt and stores how long to wait, and the reason's code, for whoever inspects the file: its details may name
   * a person.
   */
  hold(key: string, reason: GuichetError, pause: Pause | null): void;
  remove(key: string): void;
  /** Those that were sent again, and that the server has. */
  acceptedAgain(): OutboxEntry[];
  /** Removes the accepted commands of a former requester, except `except`. Returns their keys. */
  removeAccepted(except: ReadonlySet<string>): string[];
}

interface Row {
  key: string;
  kind: Command['kind'];
  ticket_id: string;
  sealed: Buffer;
  state: 'queued' | 'accepted';
  attempts: number;
  /** JSON */
  held: string | null;
  /** 0 or 1 */
  again: number;
  /** 0 or 1 */
  sent: number;
}

/** The reason for which a command was held. */
const Held = z.object({ pause: Pause.nullable().catch(null) });

/** Rows are read in the order they were appended. */
export function createOutboxStore({ db, seal }: { db: Database; seal: Seal }): OutboxStore {
  const insert = db.prepare(
    `insert into outbox (key, kind, ticket_id, sealed, submitted_at, state, sent)
     values (@key, @kind, @ticketId, @sealed, @submittedAt, 'queued', 0)`,
  );
  const created = db.prepare<[], Row>(`select * from outbox where kind = 'create-ticket' order by position`);
  const queued = db.prepare<[], Row>(`select * from outbox where state = 'queued' order by position`);
  const byTicket = db.prepare<[string], Row>('select * from outbox where ticket_id = ? order by position');
  const countQueued = db.prepare<[], number>(`select count(*) from outbox where state = 'queued'`).pluck();
  const accept = db.prepare(`update outbox set state = 'accepted', held = null where key = ?`);
  const hold = db.prepare('update outbox set attempts = attempts + 1, held = ? where key = ?');
  const remove = db.prepare('delete from outbox where key = ?');
  const again = db.prepare<[], Row>(
    `select * from outbox where state = 'accepted' and again = 1 order by position`,
  );
  const accepted = db.prepare<[], string>(`select key from outbox where state = 'accepted'`).pluck();

  const leave = db.prepare('update outbox set sent = 1 where key = ?');
  const leaveAll = db.transaction((keys: readonly string[]) => {
    for (const key of keys) leave.run(key);
  });

  /** A damaged row stays for a technician to inspect: it blocks nothing, and still counts as waiting. */
  const entriesOf = (rows: Iterable<Row>) => [...rows].flatMap((row) => entryOf(row) ?? []);

  function entryOf(row: Row): OutboxEntry | null {
    const { key, ticket_id: ticketId, state, attempts, sent } = row;
    const read = readSealed(seal, key, row.sealed);
    const again = row.again === 1 || sent === 1;
    return read && { ...read, ticketId, state, attempts, again, pause: pauseOf(row) };
  }

  return {
    append(command) {
      const { key, kind, submittedAt } = command;
      const sealed = sealJson(seal, TABLE, key, command);
      insert.run({ key, kind, ticketId: ticketIdOf(command), sealed, submittedAt });
    },
    batch({ count, bytes }, now, isStranded = () => false) {
      let total = 0;
      const pausedTickets = new Set<string>();
      const entries: OutboxEntry[] = [];
      for (const row of queued.iterate()) {
        if (entries.length === count) break;
        if (isPaused(pauseOf(row), now)) pausedTickets.add(row.ticket_id);
        if (pausedTickets.has(row.ticket_id) || isStranded(row)) continue;
        const entry = entryOf(row);
        if (!entry) continue;
        total += row.sealed.length;
        if (entries.length > 0 && total > bytes) break;
        entries.push(entry);
      }
      return entries;
    },
    leaving(entries) {
      const first = entries.filter(({ again }) => !again);
      if (first.length > 0) leaveAll(first.map(({ command }) => command.key));
    },
    created: () => entriesOf(created.all()),
    ofTicket: (ticketId) => entriesOf(byTicket.all(ticketId)),
    waiting: () => countQueued.get() ?? 0,
    heldUp(now, isStranded) {
      const rows = queued.all();
      if (rows.some((row) => isPaused(pauseOf(row), now))) return 'limited';
      return rows.some(isStranded) ? 'ticket-missing' : null;
    },
    accept: (key) => void accept.run(key),
    hold: (key, { code }, pause) => void hold.run(JSON.stringify({ code, pause }), key),
    remove: (key) => void remove.run(key),
    acceptedAgain: () => entriesOf(again.all()),
    removeAccepted(except) {
      const keys = accepted.all().filter((key) => !except.has(key));
      for (const key of keys) remove.run(key);
      return keys;
    },
  };
}

/** Opens a command as the outbox seals it; null when it is damaged. */
export function readSealed(
  seal: Seal,
  key: string,
  sealed: Buffer,
): Pick<OutboxEntry, 'command' | 'storedBody'> | null {
  const stored = openJson(seal, StoredCommand, TABLE, key, sealed);
  const read = SealedCommand.safeParse(stored);
  return stored && read.success ? { command: read.data, storedBody: stored.body } : null;
}

function pauseOf({ held }: Row): Pause | null {
  const read = Held.safeParse(held === null ? null : parseJson(held));
  return read.success ? read.data.pause : null;
}
