// Begins the agent's data anew where the old cannot be used: what can be read of it is taken over, and it is set aside.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Recovery } from '../../contract/recovery.ts';
import { readDamaged } from './damaged.ts';
import { createKeyValueStore } from './key-value-store.ts';
import { ATTACHMENTS, beside, DATABASE, KEYS, OPEN_DRAFTS, SUSPECT } from './local-files.ts';
import { openDatabase } from './open.ts';
import { countRows, salvage } from './salvage.ts';
import { createSeal, openJson, type Seal, sealJson } from './seal.ts';
import { writeSealCheck } from './seal-check.ts';
import { type KeyWrap, type Secrets, writeSecrets } from './secrets.ts';
import { setAside, setAsideName } from './set-aside.ts';

/** Not complete yet. */
const BUILDING = `${DATABASE}.building`;
/** Complete: it takes the place of the old database once that is set aside. */
const NEXT = `${DATABASE}.next`;
const NEXT_KEYS = `${KEYS}.next`;

/** What is set aside, the database last: once it is gone, everything is. */
const MOVED: Record<Recovery['cause'], readonly string[]> = {
  damaged: [SUSPECT, OPEN_DRAFTS, ...beside(DATABASE), DATABASE],
  missing: [SUSPECT, OPEN_DRAFTS, ATTACHMENTS, ...beside(DATABASE), DATABASE],
  keys: [SUSPECT, OPEN_DRAFTS, ATTACHMENTS, KEYS, ...beside(DATABASE), DATABASE],
};

const NOTHING = { kept: { queued: 0, drafts: 0 }, lost: { queued: 0, drafts: 0 }, isCounted: false };
type Found = Pick<Recovery, 'kept' | 'lost' | 'isCounted'>;

export interface BeginAnew {
  folder: string;
  cause: Recovery['cause'];
  secrets: Secrets;
  /** writes the secrets, which are new; null when they stay */
  wrap: KeyWrap | null;
  now: Date;
  nativeBinding?: string | undefined;
}

/** Whatever dies in between, the next start goes on or starts over: the old data stays until the new is complete. */
export function beginAnew(parts: BeginAnew): void {
  const { folder, cause, secrets, wrap, now, nativeBinding } = parts;
  const building = join(folder, BUILDING);
  for (const name of [BUILDING, ...beside(BUILDING), NEXT, NEXT_KEYS])
    rmSync(join(folder, name), { force: true });
  const opened = openDatabase(building, { nativeBinding });
  if (!opened.ok) throw new Error(`a new database cannot be opened: ${opened.error.code}`);
  const db = opened.value;
  const seal = createSeal(secrets.dataKey);
  writeSealCheck(db, seal);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const found = takeOver(parts, db, seal);
  const moved = MOVED[cause].filter((name) => isThere(join(folder, name)));
  const into = setAsideName(folder, now);
  const recovery = { cause, at: now.toISOString(), setAside: moved.length > 0 ? into : null, isRead: false };
  createKeyValueStore(db, seal).write('recovery', { ...recovery, ...found });
  db.close();
  if (wrap) writeSecrets(join(folder, NEXT_KEYS), wrap, secrets);
  renameSync(building, join(folder, NEXT));
  setAside(folder, moved, into);
  finishBeginning(folder);
}

/** Completes what died after everything old was set aside. Call it before anything is opened. */
export function finishBeginning(folder: string): void {
  const [next, keys] = [join(folder, NEXT), join(folder, NEXT_KEYS)];
  if (!existsSync(next) || existsSync(join(folder, DATABASE))) return;
  if (existsSync(keys)) renameSync(keys, join(folder, KEYS));
  renameSync(next, join(folder, DATABASE));
}

function takeOver({ folder, cause, nativeBinding }: BeginAnew, db: Database, seal: Seal): Found {
  const old = { folder, name: DATABASE, sound: join(folder, BUILDING), nativeBinding };
  if (cause === 'keys') return readDamaged(old, (from) => ({ ...NOTHING, ...countRows(from) })) ?? NOTHING;
  const found = (cause === 'damaged' && readDamaged(old, (from) => salvage(from, db, seal))) || NOTHING;
  const before = countDrafts(db);
  takeOpenDrafts(folder, db, seal);
  const more = countDrafts(db) - before;
  return {
    ...found,
    kept: { ...found.kept, drafts: found.kept.drafts + more },
    lost: { ...found.lost, drafts: Math.max(0, found.lost.drafts - more) },
  };
}

function countDrafts(db: Database): number {
  return db.prepare<[], number>('select count(*) from draft').pluck().get() ?? 0;
}

const OpenDrafts = z.object({
  savedAt: z.string(),
  drafts: z.array(z.looseObject({ id: z.uuid(), ticketId: z.string().nullable() })),
});

/** Keeps what is being written for the next start, when the database can no longer take it. */
export function sealOpenDrafts(seal: Seal, open: z.input<typeof OpenDrafts>): Buffer {
  return sealJson(seal, OPEN_DRAFTS, OPEN_DRAFTS, open);
}

function takeOpenDrafts(folder: string, db: Database, seal: Seal): void {
  const file = join(folder, OPEN_DRAFTS);
  const open = existsSync(file)
    ? openJson(seal, OpenDrafts, OPEN_DRAFTS, OPEN_DRAFTS, readFileSync(file))
    : null;
  const insert = db.prepare(
    'insert or replace into draft (id, ticket_id, sealed, updated_at) values (?, ?, ?, ?)',
  );
  for (const draft of open?.drafts ?? [])
    insert.run(draft.id, draft.ticketId, sealJson(seal, 'draft', draft.id, draft), open?.savedAt);
}

/** An empty folder holds nothing to set aside. */
function isThere(path: string): boolean {
  if (!existsSync(path)) return false;
  return !path.endsWith(ATTACHMENTS) || readdirSync(path).length > 0;
}
