// The PostgreSQL database that an installation is moved to. A table of its own remembers the move, so that it can go on after an
// interruption; while the table is there no server starts on this database (storage/postgres-checks).
import pg from 'pg';
import { Refused } from '../program.ts';
import { migrate } from '../storage/migrate.ts';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import { connectionTo, openPostgresDatabase } from '../storage/postgres.ts';
import { clientOf } from '../storage/postgres-address.ts';
import { checkPostgres, problemOfFailure, UNFINISHED_MOVE } from '../storage/postgres-checks.ts';
import type { Database, Row } from '../storage/schema.ts';
import { quoted } from './source.ts';

/** What is remembered of a move, by a name of its kind. */
type Remembered =
  /** the installation, and the last migration of the server that moves it */
  | 'source'
  | 'version'
  /** a foreign key that is left out meanwhile: the statement that adds it again */
  | 'reference'
  /** a table that is here: count and hash of its rows in the source */
  | 'table'
  /** an id of the source's table `content` */
  | 'content'
  /** the index of searches: count and hash of its texts */
  | 'words';

export interface Target {
  /** for rows as they are stored: whole numbers are texts */
  readonly client: pg.Client;
  /** for what the server does with its tables */
  readonly db: Database;
  readonly database: string;
  recall(what: Remembered, name: string): Promise<string | null>;
  remember(what: Remembered, name: string, value: string): Promise<void>;
  forget(what: Remembered, name: string): Promise<void>;
  /** Runs `act` in a transaction of `client`. */
  together<T>(act: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** An advisory lock that one move at a time holds. Any number of our own. */
const ONE_MOVE = 7_238_102;
/** The connection of a move that was killed is noticed within that time. */
const WAIT_FOR_LOCK = '10s';
/** Of the server that moves. */
const VERSION = Object.keys(MIGRATIONS).at(-1) ?? '';

/** Prepares an empty database, or one to which a move of the same source was interrupted. Throws Refused. */
export async function openTarget(url: string, identity: string): Promise<Target> {
  const { problem } = await checkPostgres(connectionTo(url), {
    mustBeMigrated: false,
    mayBeUnfinished: true,
  });
  if (problem !== null) throw new Refused(ofTarget(problem));
  const client = new pg.Client(connectionTo(url));
  // the failure of a query says so too
  client.on('error', () => {});
  await client.connect();
  // the mark keeps others away: nothing has to be serialized
  const db = openPostgresDatabase(url, false);
  const target = { client, db, database: client.database ?? '', ...memoryOf(client) };
  const close = async () => {
    await db.destroy();
    await client.end().catch(() => {});
  };
  try {
    await takeLock(target);
    await target.together(() => markAsUnfinished(target, identity));
    const { error } = await migrate(db);
    if (error) throw error;
    await target.together(() => loosen(target));
    return { ...target, close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** Checks of the server name its setting. */
function ofTarget(problem: string): string {
  return problem.replace('DATABASE_URL', '--to');
}

type Marked = Omit<Target, 'close'>;

function memoryOf(client: pg.Client): Pick<Target, 'recall' | 'remember' | 'forget' | 'together'> {
  return {
    async recall(what, name) {
      const text = `select value from ${UNFINISHED_MOVE} where what = $1 and name = $2`;
      const { rows } = await client.query<{ value: string }>(text, [what, name]);
      return rows[0]?.value ?? null;
    },
    async remember(what, name, value) {
      const text = `insert into ${UNFINISHED_MOVE} values ($1, $2, $3) on conflict (what, name) do update set value = $3`;
      await client.query(text, [what, name, value]);
    },
    async forget(what, name) {
      await client.query(`delete from ${UNFINISHED_MOVE} where what = $1 and name = $2`, [what, name]);
    },
    async together(act) {
      await client.query('begin');
      try {
        const result = await act();
        await client.query('commit');
        return result;
      } catch (failure) {
        // a lost connection has ended it
        await client.query('rollback').catch(() => {});
        throw failure;
      }
    },
  };
}

/** Held by the session: it ends with this process. */
async function takeLock({ client, database }: Marked): Promise<void> {
  await client.query(`set lock_timeout = '${WAIT_FOR_LOCK}'`);
  try {
    await client.query('select pg_advisory_lock($1)', [ONE_MOVE]);
  } catch (failure) {
    if (!(failure instanceof pg.DatabaseError) || failure.code !== '55P03') throw failure;
    throw new Refused(`Another move is writing the database ${database} of --to: wait until it has ended.`);
  }
  await client.query('set lock_timeout = 0');
}

/** The first thing that is written. */
async function markAsUnfinished(target: Marked, identity: string): Promise<void> {
  const { client, database } = target;
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') order by relname`,
  );
  if (rows.some(({ name }) => name === UNFINISHED_MOVE)) return refuseOtherMove(target, identity);
  const [found] = rows;
  if (found) {
    throw new Refused(
      `--to names the database ${database}, which has data (the table ${found.name}): expected an empty database, nothing was changed.`,
    );
  }
  await client.query(
    `create table ${UNFINISHED_MOVE} (what text, name text, value text not null, primary key (what, name))`,
  );
  await target.remember('source', '', identity);
  await target.remember('version', '', VERSION);
}

async function refuseOtherMove({ recall, database }: Marked, identity: string): Promise<void> {
  if ((await recall('source', '')) !== identity) {
    throw new Refused(
      `--to names the database ${database}, to which a move of another installation is not finished: expected an empty database, nothing was changed.`,
    );
  }
  if ((await recall('version', '')) === VERSION) return;
  throw new Refused(
    `--to names the database ${database}, to which another version of Guichet has begun to move this installation: expected an empty database, nothing was changed.`,
  );
}

/** Tables come in any order and are carried anew where needed; what their triggers do the source has done. */
async function loosen(target: Marked): Promise<void> {
  const { client } = target;
  const { rows } = await client.query<{ place: string; name: string; definition: string }>(
    `select conrelid::regclass::text as place, conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  );
  for (const { place, name, definition } of rows) {
    const constraint = `constraint ${quoted(name)}`;
    await target.remember(
      'reference',
      `${place} ${name}`,
      `alter table ${place} add ${constraint} ${definition}`,
    );
    await client.query(`alter table ${place} drop ${constraint}`);
  }
  for (const place of await tablesWithTriggers(client))
    await client.query(`alter table ${place} disable trigger user`);
}

async function tablesWithTriggers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ place: string }>(
    `select distinct tgrelid::regclass::text as place from pg_trigger join pg_class on pg_class.oid = tgrelid
      where not tgisinternal and relnamespace = current_schema()::regnamespace order by place`,
  );
  return rows.map(({ place }) => place);
}

/** Makes the database whole and forgets the move: from here on a server with these terms may start. */
export async function finish(
  target: Target,
  lastNumbers: ReadonlyMap<string, bigint>,
  terms: readonly Row<'agreement'>[],
): Promise<void> {
  const { client } = target;
  await client.query('analyze');
  await target.together(async () => {
    const { rows } = await client.query<{ value: string }>(
      `select value from ${UNFINISHED_MOVE} where what = 'reference' order by name`,
    );
    for (const { value } of rows) await client.query(value);
    for (const place of await tablesWithTriggers(client))
      await client.query(`alter table ${place} enable trigger user`);
    await setNumbers(client, lastNumbers);
    for (const { name, value } of terms) {
      const text =
        'insert into agreement (name, value) values ($1, $2) on conflict (name) do update set value = $2';
      await client.query(text, [name, value]);
    }
    await client.query(`drop table ${UNFINISHED_MOVE}`);
  });
}

/** A number that was given once is never given again, even if its row is gone. */
async function setNumbers(client: pg.Client, lastNumbers: ReadonlyMap<string, bigint>): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = current_schema() and is_identity = 'YES'`,
  );
  for (const { table, column } of rows) {
    const last = lastNumbers.get(table) ?? 0n;
    if (last < 1n) continue;
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3)', [
      quoted(table),
      column,
      `${last}`,
    ]);
  }
}

/** Returns what a failure says about the database or the way to it, for whoever runs the move; null for a bug. */
export function problemOfTarget(failure: unknown, url: string): string | null {
  if (failure instanceof pg.DatabaseError && failure.code?.startsWith('53')) {
    return `The PostgreSQL of --to has no room or no memory (${failure.message}): make some and run the move again, it goes on.`;
  }
  const made = clientOf(connectionTo(url));
  const problem = made.problem ?? problemOfFailure(failure, made.client);
  return problem === null ? null : `${ofTarget(problem).replace(/\.$/, '')}; run the move again, it goes on.`;
}
