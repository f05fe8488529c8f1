// Single values of the agent: its enrolment, standing, sync cursor and personal settings.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { BackendGaps, EntryId } from '../../contract/catalogue.ts';
import { Standing } from '../../contract/enrolment.ts';
import { PersonalSettings } from '../../contract/ipc.ts';
import { MailWish } from '../../contract/mail-wish.ts';
import { Instant } from '../../contract/primitives.ts';
import { Recovery } from '../../contract/recovery.ts';
import { ServerPolicy } from '../../contract/sync.ts';
import { openJson, type Seal, sealJson } from './seal.ts';

const TABLE = 'fact';
/** Written by openStorage, to check the key before anything else is read. */
export const SEAL_CHECK = 'seal-check';

const VALUES = {
  /** `introducedAs` is a hash of the identity and version the server knows */
  enrolment: z.object({ serverUrl: z.url(), agentId: z.uuid(), introducedAs: z.string() }),
  standing: Standing,
  cursor: z.int().min(0),
  /** the `mark` that came with the cursor */
  'cursor-mark': z.string(),
  /** the server may be older than what is stored here: all is read again, and nothing sent until then */
  'server-older': z.boolean(),
  /** when the server last turned out to lack tickets that are stored here */
  'missing-since': Instant,
  /** address of the requester whose tickets are stored here */
  'tickets-of': z.string(),
  /** whether all tickets of that requester were fetched once: changes from then on are news */
  'caught-up': z.boolean(),
  /** the policy last received from the server */
  policy: ServerPolicy,
  /** what the backends of new tickets do not accept */
  backendGaps: BackendGaps,
  /** catalogue leaves of recent tickets, the latest first */
  'recent-categories': z.array(EntryId),
  /** what the person wishes to be mailed, which the server does not know yet */
  'untold-mail-wish': MailWish,
  /** how the agent's data was begun anew; forgotten once the person has read it and the agent is ready */
  recovery: Recovery,
  /** missing values have defaults; the system stores start at sign-in */
  personal: PersonalSettings.omit({ startAtSignIn: true }).partial(),
} as const;
type ValueName = keyof typeof VALUES;
type Value<N extends ValueName> = z.output<(typeof VALUES)[N]>;

export interface KeyValueStore {
  /** Null when it was never written, or this version cannot parse it. */
  read<N extends ValueName>(name: N): Value<N> | null;
  write<N extends ValueName>(name: N, value: Value<N>): void;
  forget(name: ValueName): void;
}

/** Values are sealed, because some name the person, and parsed at each read. */
export function createKeyValueStore(db: Database, seal: Seal): KeyValueStore {
  const select = db.prepare<[string], string>('select value from fact where name = ?').pluck();
  const upsert = db.prepare(
    'insert into fact (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  const remove = db.prepare('delete from fact where name = ?');
  sealPlainValues(db, seal);

  function read<N extends ValueName>(name: N): Value<N> | null {
    const stored = select.get(name);
    return stored === undefined
      ? null
      : (openJson(seal, VALUES[name], TABLE, name, Buffer.from(stored, 'base64')) as Value<N> | null);
  }

  return {
    read,
    write: (name, value) => void upsert.run(name, sealJson(seal, TABLE, name, value).toString('base64')),
    forget: (name) => void remove.run(name),
  };
}

/** Seals what an earlier version stored as plain JSON, and leaves no copy of it in the file. */
function sealPlainValues(db: Database, seal: Seal): void {
  const rows = db.prepare<[string], { name: string; value: string }>('select * from fact where name != ?');
  const plain = rows.all(SEAL_CHECK).filter(({ value }) => isJson(value));
  if (plain.length === 0) return;
  db.pragma('secure_delete = ON');
  const update = db.prepare('update fact set value = ? where name = ?');
  db.transaction(() => {
    for (const { name, value } of plain)
      update.run(seal.close(TABLE, name, Buffer.from(value)).toString('base64'), name);
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
