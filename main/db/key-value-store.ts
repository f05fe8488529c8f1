// Single values that the agent remembers: its enrolment, its standing, the cursor, the user's settings.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { BackendGaps, EntryId } from '../../contract/catalogue.ts';
import { Standing } from '../../contract/enrolment.ts';
import { PersonalSettings } from '../../contract/ipc.ts';
import { ServerPolicy } from '../../contract/sync.ts';

const VALUES = {
  /** `introducedAs` changes when the identity or the version the server was told is out of date */
  enrolment: z.object({ serverUrl: z.url(), agentId: z.uuid(), introducedAs: z.string() }),
  standing: Standing,
  cursor: z.int().min(0),
  /** address of the requester whose tickets are kept here */
  'tickets-of': z.string(),
  /** whether all that requester may see was read once: what comes from then on is news */
  'caught-up': z.boolean(),
  /** what the server last imposed */
  policy: ServerPolicy,
  /** what the backends of new tickets do not accept */
  backendGaps: BackendGaps,
  /** leaves of the catalogue that tickets were opened for, the last first */
  'recent-categories': z.array(EntryId),
  /** what was never written has a default; start at sign-in is kept by the system */
  personal: PersonalSettings.omit({ startAtSignIn: true }).partial(),
  /** a sealed constant, which opens only with the key everything else was sealed with */
  'seal-check': z.base64(),
} as const;
type ValueName = keyof typeof VALUES;
export type Value<N extends ValueName> = z.output<(typeof VALUES)[N]>;

export interface KeyValueStore {
  /** Null when it was never written, or has a form this version does not read. */
  read<N extends ValueName>(name: N): Value<N> | null;
  write<N extends ValueName>(name: N, value: Value<N>): void;
  forget(name: ValueName): void;
}

/** Values are kept as JSON, and parsed at each reading. */
export function createKeyValueStore(db: Database): KeyValueStore {
  const select = db.prepare<[string], { value: string }>('select value from fact where name = ?');
  const upsert = db.prepare(
    'insert into fact (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  const remove = db.prepare('delete from fact where name = ?');

  function read<N extends ValueName>(name: N): Value<N> | null {
    const row = select.get(name);
    if (!row) return null;
    const parsed = VALUES[name].safeParse(JSON.parse(row.value));
    return parsed.success ? (parsed.data as Value<N>) : null;
  }

  return {
    read,
    write: (name, value) => void upsert.run(name, JSON.stringify(value)),
    forget: (name) => void remove.run(name),
  };
}
