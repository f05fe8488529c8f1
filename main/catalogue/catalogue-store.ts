// The organisation's catalogue as last received from the server, sealed on disk and cached in memory.
import type { Database } from 'better-sqlite3';
import { Catalogue } from '../../contract/catalogue.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';

const TABLE = 'catalogue';
const ID = 'one';

export interface CatalogueStore {
  /** Null when there is none. */
  version(): string | null;
  read(): Catalogue | null;
  /** For apply-changes only. */
  write(catalogue: Catalogue): void;
  /** For apply-changes only. */
  remove(): void;
}

/** A catalogue that cannot be opened counts as none, and the server sends it again. */
export function createCatalogueStore({ db, seal }: { db: Database; seal: Seal }): CatalogueStore {
  const select = db.prepare<[], { version: string; sealed: Buffer }>('select version, sealed from catalogue');
  const upsert = db.prepare(
    `insert into catalogue (one, version, sealed) values (1, @version, @sealed)
     on conflict (one) do update set version = excluded.version, sealed = excluded.sealed`,
  );
  const remove = db.prepare('delete from catalogue');
  let cached: Catalogue | null = null;

  function read(): Catalogue | null {
    const row = select.get();
    if (cached && cached.version === row?.version) return cached;
    cached = row ? openJson(seal, Catalogue, TABLE, ID, row.sealed) : null;
    return cached;
  }

  return {
    version: () => read()?.version ?? null,
    read,
    write: (catalogue) =>
      void upsert.run({ version: catalogue.version, sealed: sealJson(seal, TABLE, ID, catalogue) }),
    remove: () => void remove.run(),
  };
}
