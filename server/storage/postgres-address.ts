// Makes the client of an address, or says in one sentence why no client can be made of it: pg throws, or waits for ever.
import pg from 'pg';
import { codeOf } from '../error-codes.ts';

/** `problem` is one sentence for the administrator, without the password. */
export type MadeClient = { client: pg.Client; problem: null } | { problem: string };

/** As pg-connection-string has them; any other value is taken for verify-full without a word. */
const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const TLS_FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
/** What programs give to pg as objects. A text in their place breaks it. */
const NOT_TEXTS = ['Promise', 'connection', 'stream', 'types'];
const HIGHEST_PORT = 65_535;

/** Does not connect. `connection` has the address in `connectionString`. */
export function clientOf(connection: pg.ClientConfig): MadeClient {
  const { connectionString = '' } = connection;
  const problem = problemOfParameters(connectionString);
  if (problem !== null) return { problem };
  try {
    const client = new pg.Client(connection);
    client.on('error', () => {});
    const { port } = client;
    if (Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT) return { client, problem: null };
    return {
      problem: `DATABASE_URL has a port that is not one: expected a number from 1 to ${HIGHEST_PORT}.`,
    };
  } catch (failure) {
    return { problem: problemOfMaking(failure, connectionString) };
  }
}

function problemOfParameters(address: string): string | null {
  const given = parametersOf(address);
  if (/%00/.test(address)) return 'DATABASE_URL has a %00: expected an address without NUL.';
  const mode = given.get('sslmode') ?? '';
  if (mode !== '' && !TLS_MODES.includes(mode))
    return `DATABASE_URL has sslmode=${mode}: expected ${TLS_MODES.slice(0, -1).join(', ')} or ${TLS_MODES.at(-1)}.`;
  const broken = NOT_TEXTS.find((name) => given.has(name));
  return broken === undefined
    ? null
    : `DATABASE_URL has the parameter ${broken}: expected none of that name.`;
}

function parametersOf(address: string): URLSearchParams {
  return URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
}

/** The client reads the files of TLS when it is made. */
function problemOfMaking(failure: unknown, address: string): string {
  const given = parametersOf(address);
  if (failure instanceof Error && 'syscall' in failure) {
    const files = TLS_FILES.filter((name) => given.has(name));
    // a folder can be opened, and its failure names no path
    const named = files.filter((name) => 'path' in failure && given.get(name) === failure.path);
    const [found] = named.length > 0 ? named : files;
    const setting = found === undefined ? '' : ` ${found}=${given.get(found)}`;
    return `DATABASE_URL has${setting}: expected a file that this account may read (${codeOf(failure)}).`;
  }
  if (given.get('sslmode') === 'verify-ca' && !given.has('sslrootcert'))
    return 'DATABASE_URL has sslmode=verify-ca: expected sslrootcert with it, or sslmode=verify-full.';
  const reason = failure instanceof Error ? failure.message : 'unknown';
  return `DATABASE_URL is not usable (${reason}): expected an address such as postgres://user:password@db.example.org:5432/guichet.`;
}
