// Says why a PostgreSQL database cannot be used, in one sentence that names the setting and never the password.
import type pg from 'pg';
import { SECOND } from '../clock.ts';
import { codeOf } from '../error-codes.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { clientOf } from './postgres-address.ts';

/** As PostgreSQL numbers its versions: 15.0. */
const OLDEST_VERSION = 150_000;
/** In milliseconds. What is asked here takes a few. */
const ANSWER_WITHIN = 10 * SECOND;
const NEEDED = 'expected an account that may use and create tables in its schema';

/** The table that a move from SQLite has here until it is finished and checked (server/moves). */
export const UNFINISHED_MOVE = 'unfinished_move';

interface Expectations {
  mustBeMigrated: boolean;
  /** true for the move itself; others would see half an installation */
  mayBeUnfinished?: boolean;
}

/** `problem` is null for a usable database. */
type CheckedPostgres = { problem: string } | { problem: null; isMigrated: boolean };

/** Writes nothing. */
export async function checkPostgres(
  connection: pg.ClientConfig,
  { mustBeMigrated, mayBeUnfinished = false }: Expectations,
): Promise<CheckedPostgres> {
  const made = clientOf({ ...connection, query_timeout: ANSWER_WITHIN });
  if (made.problem !== null) return made;
  const { client } = made;
  // the failure of a query says so too
  client.on('error', () => {});
  try {
    const refusal = await connect(client);
    if (refusal !== null) return { problem: refusal };
    const facts = await readFacts(client);
    if (facts.isUnfinished && !mayBeUnfinished) return { problem: unfinished(facts) };
    return { problem: problemOf(facts, mustBeMigrated), isMigrated: isMigrated(facts) };
  } catch (failure) {
    const problem = problemOfFailure(failure, client);
    if (problem === null) throw failure;
    return { problem };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whatever fails here is not ours: it is the way to PostgreSQL, or PostgreSQL that does not like what the address says. */
async function connect(client: pg.Client): Promise<string | null> {
  try {
    await client.connect();
    return null;
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    const place = `${client.host}:${client.port}`;
    return (
      problemOfFailure(failure, client) ??
      `DATABASE_URL names a PostgreSQL at ${place} that cannot be used in this way: ${reason}.`
    );
  }
}

interface PostgresFacts {
  database: string;
  version: number;
  versionText: string;
  encoding: string;
  schema: string | null;
  mayCreate: boolean | null;
  isReadOnly: boolean;
  migrations: string[];
}

function unfinished({ database }: PostgresFacts): string {
  return `DATABASE_URL names the database ${database}, to which a move from SQLite is not finished: run the move again until it says that all is checked.`;
}

async function readFacts(client: pg.Client): Promise<PostgresFacts & { isUnfinished: boolean }> {
  const { rows } = await client.query<
    Omit<PostgresFacts, 'migrations'> & { hasMigrations: boolean; isUnfinished: boolean }
  >(`select
    current_database() as database,
    current_setting('server_version_num')::int as version,
    current_setting('server_version') as "versionText",
    current_setting('server_encoding') as encoding,
    current_schema() as schema,
    has_schema_privilege(current_schema(), 'create') as "mayCreate",
    current_setting('transaction_read_only') = 'on' as "isReadOnly",
    to_regclass('${UNFINISHED_MOVE}') is not null as "isUnfinished",
    to_regclass('kysely_migration') is not null as "hasMigrations"`);
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL said nothing about itself');
  const applied = row.hasMigrations
    ? await client.query<{ name: string }>('select name from kysely_migration')
    : { rows: [] };
  return { ...row, migrations: applied.rows.map(({ name }) => name) };
}

/** Whether it has all migrations; it has none that is newer. */
function isMigrated({ migrations }: PostgresFacts): boolean {
  return migrations.length >= Object.keys(MIGRATIONS).length;
}

/** Returns null where it can be used. */
export function problemOf(facts: PostgresFacts, mustBeMigrated: boolean): string | null {
  const { database, version, versionText, encoding, schema, mayCreate, isReadOnly, migrations } = facts;
  if (version < OLDEST_VERSION)
    return `DATABASE_URL names PostgreSQL ${versionText}: expected 15 or later, nothing was changed.`;
  if (encoding !== 'UTF8')
    return `DATABASE_URL names the database ${database} with encoding ${encoding}: expected UTF8, nothing was changed.`;
  if (isReadOnly)
    return `DATABASE_URL names the database ${database}, which is read-only: expected one that takes changes (default_transaction_read_only, or a standby), nothing was changed.`;
  const newer = migrations.find((name) => !Object.hasOwn(MIGRATIONS, name));
  if (newer !== undefined)
    return `DATABASE_URL names the database ${database}, which was written by a newer Guichet server (it has ${newer}): start that version, nothing was changed.`;
  const isOlder = !isMigrated(facts);
  if (isOlder && mustBeMigrated) {
    return migrations.length === 0
      ? `There is no Guichet in the database ${database} of DATABASE_URL: start the server once, nothing was changed.`
      : `DATABASE_URL names the database ${database}, which was written by an older Guichet server: start the server once, nothing was changed.`;
  }
  if (isOlder && !mayCreate)
    return `DATABASE_URL names an account that may not create tables in ${schema === null ? 'any schema' : `the schema ${schema}`} of ${database}: ${NEEDED}.`;
  return null;
}

/** Codes of Node and of PostgreSQL (appendix A) before a connection is there. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host is not known',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ECONNRESET: 'it ended the connection',
  ENOENT: 'nothing listens there',
  '57P03': 'it is starting up or shutting down',
  '57P01': 'it ended the connection',
  '57P02': 'it ended the connection',
  '25006': 'it is read-only',
  '53300': 'it has too many connections',
  '57014': 'it ended our query, expected a longer statement_timeout',
};

/** Returns what a failure of this client says about the database or the way to it; null for a bug. */
export function problemOfFailure(
  failure: unknown,
  { host, port, database }: Pick<pg.Client, 'host' | 'port' | 'database'>,
): string | null {
  if (!(failure instanceof Error)) return null;
  const place = `${host}:${port}`;
  switch (kindOf(failure)) {
    case NO_PASSWORD:
    case '28P01':
    case '28000':
      return `DATABASE_URL has a user or a password that the PostgreSQL at ${place} refuses: expected an account that may sign in.`;
    case '3D000':
      return `DATABASE_URL names the database ${database}, which the PostgreSQL at ${place} does not have: create it first.`;
    case '42501':
      return `DATABASE_URL names an account that may not read the database ${database}: ${NEEDED}.`;
    default: {
      const reason = UNREACHABLE[kindOf(failure)] ?? reasonWithoutCode(failure);
      if (reason === null) return null;
      return `DATABASE_URL names a PostgreSQL at ${place} that cannot be reached: ${reason}.`;
    }
  }
}

/** The client has no code for a password that is demanded and not there. */
const NO_PASSWORD = 'no-password';

function kindOf(failure: Error): string {
  return /password must be a string/i.test(failure.message) ? NO_PASSWORD : codeOf(failure);
}

/** Failures of the client that carry no code. */
function reasonWithoutCode({ message }: Error): string | null {
  if (/timeout/i.test(message)) return 'it does not answer';
  if (/terminated/i.test(message)) return 'it ended the connection';
  if (/SSL|certificate/i.test(message)) return `it has no usable TLS (${message})`;
  return null;
}
