// Contents in parts, whose rows are the truth: any number of servers share them. The bytes lie where a PartPlace puts them. A content
// has an id of its own, so that one that is stored is never one that is removed at the same moment.
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { ContentStore } from './content-store.ts';
import { appendParts } from './part-appending.ts';
import { keepParts } from './part-keeping.ts';
import type { PartPlace } from './part-place.ts';
import { bytesOf, condemn, readUpload, removeCondemned } from './part-rows.ts';
import type { Database, Row } from './schema.ts';
import { whileRoom } from './while-room.ts';

export interface PartStoreParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  place: PartPlace;
}

const Metadata = z.record(z.string(), z.string().nullable());

export function createPartStore(parts: PartStoreParts): ContentStore {
  const { db, clock, place } = parts;
  return {
    begin: (upload) => whileRoom(() => begin(parts, upload)),
    async findUpload(id) {
      const row = await readUpload(db, id);
      if (!row) return null;
      const metadata = row.metadata === null ? undefined : Metadata.parse(JSON.parse(row.metadata));
      return { id, sender: row.sender ?? '', size: row.length, offset: row.size, metadata };
    },
    async uploadsOf(sender) {
      const rows = await db
        .selectFrom('content')
        .select('uploadId')
        .where('name', 'is', null)
        .where('sender', '=', sender)
        .execute();
      return rows.flatMap(({ uploadId }) => uploadId ?? []);
    },
    append: (id, offset, bytes) => appendParts(parts, id, offset, bytes),
    async discard(id) {
      await removeCondemned(parts, await condemn(db, instantFrom(clock), 'uploadId', [id]));
    },
    removeAbandoned: (before) => removeAbandoned(parts, before),
    keep: (...upload) => keepParts(parts, ...upload),
    async find(name) {
      const row = await readNamed(db, name);
      return row && { size: row.size, etag: `"${row.sha256}"`, storedAt: new Date(row.touchedAt) };
    },
    async open(name, range) {
      const row = await readNamed(db, name);
      if (!row) throw new Error(`there is no content ${name}`);
      return Readable.from(bytesOf(parts, row, range), { objectMode: false });
    },
    async remove(forget) {
      const removed = await db.transaction().execute(async (transaction) => {
        const names = await forget(transaction);
        return condemn(transaction, instantFrom(clock), 'name', names);
      });
      await removeCondemned(parts, removed);
    },
    close: () => place.close(),
  };
}

async function begin(
  parts: PartStoreParts,
  { id: uploadId, sender, size: length, metadata }: Parameters<ContentStore['begin']>[0],
): Promise<void> {
  const { db, clock, chance } = parts;
  const now = instantFrom(clock);
  const about = metadata === undefined ? null : JSON.stringify(metadata);
  const earlier = await db.transaction().execute(async (transaction) => {
    const condemned = await condemn(transaction, now, 'uploadId', [uploadId]);
    await transaction
      .insertInto('content')
      .values({ id: chance.id(), uploadId, sender, length, size: 0, metadata: about, touchedAt: now })
      // another server has begun it at the same moment, as empty as this one
      .onConflict((conflict) => conflict.column('uploadId').doNothing())
      .execute();
    return condemned;
  });
  await removeCondemned(parts, earlier);
}

async function readNamed(db: Database, name: string): Promise<Row<'content'> | null> {
  const row = await db.selectFrom('content').selectAll().where('name', '=', name).executeTakeFirst();
  return row ?? null;
}

/** One by one: whoever continues or keeps an upload meanwhile wins it. */
async function removeAbandoned(parts: PartStoreParts, before: Date): Promise<void> {
  const { db } = parts;
  const oldest = before.toISOString();
  const abandoned = db
    .selectFrom('content')
    .select('id')
    .where('name', 'is', null)
    .where('touchedAt', '<', oldest);
  for (const { id } of await abandoned.execute()) {
    const taken = await db
      .updateTable('content')
      .set({ uploadId: null, sender: null })
      .where('id', '=', id)
      .where('name', 'is', null)
      .where('touchedAt', '<', oldest)
      .returning('id')
      .execute();
    await removeCondemned(
      parts,
      taken.map((row) => row.id),
    );
  }
}
