// Single values the agent must remember: its enrolment, its standing, the cursor, the user's settings.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { BackendGaps, EntryId } from '../../contract/catalogue.ts';
import { Standing } from '../../contract/enrolment.ts';
import { PersonalSettings } from '../../contract/ipc.ts';
import { ServerPolicy } from '../../contract/sync.ts';

const FACTS = {
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
  /** what the backends of new tickets do not take */
  backendGaps: BackendGaps,
  /** leaves of the catalogue that tickets were opened for, the last first */
  'recent-categories': z.array(EntryId),
  /** what was never written has a default; start at sign-in is kept by the system */
  personal: PersonalSettings.omit({ startAtSignIn: true }).partial(),
  /** a sealed constant, which opens only with the key everything else was sealed with */
  'seal-check': z.base64(),
} as const;
type FactName = keyof typeof FACTS;
export type Fact<N extends FactName> = z.output<(typeof FACTS)[N]>;

export interface FactStore {
  /** Null when it was never written, or has a form this version does not read. */
  read<N extends FactName>(name: N): Fact<N> | null;
  write<N extends FactName>(name: N, value: Fact<N>): void;
  forget(name: FactName): void;
}

/** Values are kept as JSON, and parsed at each reading. */
export function createFactStore(db: Database): FactStore {
  const select = db.prepare<[string], { value: string }>('select value from fact where name = ?');
  const upsert = db.prepare(
    'insert into fact (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  const remove = db.prepare('delete from fact where name = ?');

  function read<N extends FactName>(name: N): Fact<N> | null {
    const row = select.get(name);
    if (!row) return null;
    const parsed = FACTS[name].safeParse(JSON.parse(row.value));
    return parsed.success ? (parsed.data as Fact<N>) : null;
  }

  return {
    read,
    write: (name, value) => void upsert.run(name, JSON.stringify(value)),
    forget: (name) => void remove.run(name),
  };
}
