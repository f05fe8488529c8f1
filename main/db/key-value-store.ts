// Single values of the agent: its enrolment, standing, sync cursor and personal settings.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { BackendGaps, EntryId } from '../../contract/catalogue.ts';
import { Standing } from '../../contract/enrolment.ts';
import { PersonalSettings } from '../../contract/ipc.ts';
import { ServerPolicy } from '../../contract/sync.ts';

const VALUES = {
  /** `introducedAs` is a hash of the identity and version the server knows */
  enrolment: z.object({ serverUrl: z.url(), agentId: z.uuid(), introducedAs: z.string() }),
  standing: Standing,
  cursor: z.int().min(0),
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
  /** missing values have defaults; the system stores start at sign-in */
  personal: PersonalSettings.omit({ startAtSignIn: true }).partial(),
  /** a sealed constant that opens only with the key that sealed all other data */
  'seal-check': z.base64(),
} as const;
type ValueName = keyof typeof VALUES;
type Value<N extends ValueName> = z.output<(typeof VALUES)[N]>;

export interface KeyValueStore {
  /** Null when it was never written, or this version cannot parse it. */
  read<N extends ValueName>(name: N): Value<N> | null;
  write<N extends ValueName>(name: N, value: Value<N>): void;
  forget(name: ValueName): void;
}

/** Values are stored as JSON and parsed at each read. */
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
