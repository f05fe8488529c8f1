// The connection by which a server hears the others and holds what only one of them may: while it lives, so does the server.
import type pg from 'pg';
import { Client } from 'pg';
import { IN_USE } from '../storage/agreements.ts';
import { cut } from '../storage/postgres-driver.ts';

/** In milliseconds. A query of ours takes a few: whoever waits longer is cut off. */
const ANSWER_WITHIN = 5000;
const CHANNEL = 'guichet';
/** First halves of our advisory locks, any numbers of our own: one lock for each server that lives, one for the leader. */
const ALIVE = 7_238_102;
const LEADER = 7_238_103;

/**
 * PostgreSQL ends the connection of a machine that vanished after 20 seconds, and with it what the server held: it asks whether it is
 * there, and while it waits for an answer to what it sent, such as news, it does not wait longer.
 */
const SETTINGS = `set synchronous_commit = off;
  set tcp_keepalives_idle = 10;
  set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 2;
  set tcp_user_timeout = 20000`;

export interface PeerConnection {
  /** the number of this server, among those that live */
  readonly number: number;
  /** Returns the numbers of the other servers that live. */
  others(): Promise<Set<number>>;
  /** Returns whether this server leads, and takes the lead where nobody has it. */
  lead(): Promise<boolean>;
  notify(payloads: readonly string[]): Promise<void>;
  /** Ends it at once. */
  cut(): void;
  /** Gives back what it holds, and ends it. */
  close(): Promise<void>;
}

interface ConnectionParts {
  connection: pg.ClientConfig;
  /** second halves of the locks that say what this server has agreed to (storage/agreements) */
  inUse: readonly number[];
  /** a number at random, from 0 up to 2^31 */
  newNumber(): number;
  /** a payload came, perhaps our own; `number` is that of this server */
  heard(payload: string, number: number): void;
  /** called once, when a connection that was made is lost */
  lost(connection: PeerConnection): void;
}

/** Throws where the database cannot be reached. */
export async function connectPeer(parts: ConnectionParts): Promise<PeerConnection> {
  const client = new Client({
    ...parts.connection,
    connectionTimeoutMillis: ANSWER_WITHIN,
    query_timeout: ANSWER_WITHIN,
  });
  let open: PeerConnection | null = null;
  const lose = () => {
    const lost = open;
    open = null;
    if (lost) parts.lost(lost);
  };
  client.on('error', lose);
  client.on('end', lose);
  try {
    await client.connect();
    await client.query(SETTINGS);
    await client.query(`listen ${CHANNEL}`);
    const number = await takeNumber(client, parts.newNumber);
    // nobody takes them alone
    await client.query('select pg_advisory_lock_shared($1, lock) from unnest($2::int[]) as lock', [
      IN_USE,
      parts.inUse,
    ]);
    // nobody here has anything to miss before
    client.on('notification', ({ payload = '' }) => parts.heard(payload, number));
    open = {
      number,
      others: () => readOthers(client, number),
      lead: () => tryLock(client, LEADER, 0),
      async notify(payloads) {
        await client.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
          CHANNEL,
          payloads,
        ]);
      },
      cut() {
        open = null;
        cut(client);
      },
      async close() {
        open = null;
        // before the connection ends, which PostgreSQL notices later
        const unlocked = client.query('select pg_advisory_unlock_all()');
        const isAnswered = await unlocked.then(
          () => true,
          () => false,
        );
        if (isAnswered) await client.end();
        else cut(client);
      },
    };
    return open;
  } catch (failure) {
    cut(client);
    throw failure;
  }
}

async function takeNumber(client: pg.Client, newNumber: () => number): Promise<number> {
  for (;;) {
    const number = newNumber();
    if (await tryLock(client, ALIVE, number)) return number;
  }
}

/** A session may take the same lock several times; ours are given back all together. */
async function tryLock(client: pg.Client, kind: number, number: number): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
    kind,
    number,
  ]);
  return rows[0]?.held ?? false;
}

async function readOthers(client: pg.Client, own: number): Promise<Set<number>> {
  const { rows } = await client.query<{ number: string }>(
    `select objid as number from pg_locks
      where locktype = 'advisory' and granted and classid = $1 and objid <> $2
        and database = (select oid from pg_database where datname = current_database())`,
    [ALIVE, own],
  );
  return new Set(rows.map(({ number }) => Number(number)));
}
