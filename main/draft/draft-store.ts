// The drafts on disk, sealed: what the user is writing, and what the help desk refused.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { GuichetError } from '../../contract/errors.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';
import type { Clock } from '../support/clock.ts';
import { StoredPicture } from './stored-picture.ts';

const TABLE = 'draft';

export const StoredDraft = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  /** pictures of a refused command; those of a new draft are in memory only */
  pictures: z.array(StoredPicture),
  /** a later version's reason is forgotten; the draft is not */
  problem: GuichetError.nullable().catch(null),
});
export type StoredDraft = z.infer<typeof StoredDraft>;

export interface DraftStore {
  /** The draft last written, or null when there is none. */
  latest(): StoredDraft | null;
  read(id: string): StoredDraft | null;
  save(draft: StoredDraft): void;
  remove(id: string): void;
}

/** A draft that does not open is left where it is, and not shown. */
export function createDraftStore({
  db,
  seal,
  clock,
}: {
  db: Database;
  seal: Seal;
  clock: Clock;
}): DraftStore {
  type Row = { id: string; sealed: Buffer };
  const newest = db.prepare<[], Row>('select id, sealed from draft order by updated_at desc, rowid desc');
  const byId = db.prepare<[string], Row>('select id, sealed from draft where id = ?');
  const upsert = db.prepare(
    `insert into draft (id, sealed, updated_at) values (@id, @sealed, @updatedAt)
     on conflict (id) do update set sealed = excluded.sealed, updated_at = excluded.updated_at`,
  );
  const remove = db.prepare('delete from draft where id = ?');
  const opened = ({ id, sealed }: Row) => openJson(seal, StoredDraft, TABLE, id, sealed);

  return {
    latest: () =>
      newest
        .all()
        .map(opened)
        .find((draft) => draft !== null) ?? null,
    read(id) {
      const row = byId.get(id);
      return row ? opened(row) : null;
    },
    save(draft) {
      const updatedAt = clock.now().toISOString();
      upsert.run({ id: draft.id, sealed: sealJson(seal, TABLE, draft.id, draft), updatedAt });
    },
    remove: (id) => void remove.run(id),
  };
}
