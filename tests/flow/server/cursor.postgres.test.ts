// The cursor rule on PostgreSQL (design 4.13): with many writers at once, a reader that goes by its cursor misses no change.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBuiltInConnector } from '../../../server/desk/built-in.ts';
import { openPostgres } from '../../../server/storage/postgres.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { numberChange, readChanges } from '../../../server/tickets/change-feed.ts';
import { addParticipant } from '../../../server/tickets/participants.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';

const AT = '2030-01-02T08:00:00.000Z';
const READERS = ['r0', 'r1', 'r2', 'r3'];
const TICKETS = 10;
const WRITERS = 6;
const CHANGES_PER_WRITER = 25;

let own: OwnDatabase & { databaseUrl: string };
/** as of two servers */
let servers: Storage[];
beforeEach(async () => {
  own = await makePostgresDatabase();
  const opened = await Promise.all([1, 2].map(() => openPostgres(own.databaseUrl)));
  servers = opened.map((one) => {
    if (!one.ok) throw new Error(one.problem);
    return one.storage;
  });
});
afterEach(async () => {
  for (const { close } of servers) await close();
  await own.remove();
});

function dbOf(index: number): Database {
  const server = servers[index % servers.length];
  if (!server) throw new Error('no server');
  return server.db;
}

/** Tickets of which each has two or three of the readers, in different orders. */
async function addTickets(db: Database): Promise<void> {
  const organisation = { id: 'o', name: 'O', nameKey: 'o', emailDomains: '[]', createdAt: AT };
  await db.insertInto('organisation').values(organisation).execute();
  const people = READERS.map((id) => ({
    id,
    organisationId: 'o',
    email: `${id}@o.example`,
    fullName: id,
    createdAt: AT,
  }));
  await db.insertInto('requester').values(people).execute();
  await own.alter(
    `INSERT INTO device (id, organisation_id, machine_id, hostname, created_at) VALUES ('d', 'o', 'm', 'h', '${AT}')`,
  );
  await own.alter(`INSERT INTO agent (id, device_id, sid, user_name, hostname, os, agent_version, secret_hash, state, enrolled_at, last_seen_at)
    VALUES ('a', 'd', 's', 'u', 'h', 'w', '1', '', 'active', '${AT}', '${AT}')`);
  for (let index = 0; index < TICKETS; index += 1) {
    const id = `t${index}`;
    await own.alter(
      `INSERT INTO ticket (id, organisation_id, requester_id, agent_id, kind, title, description, status, created_at, updated_at)
      VALUES (?, 'o', ?, 'a', 'incident', 'T', '', 'new', '${AT}', '${AT}')`,
      id,
      READERS[index % 4],
    );
    await own.alter(
      `INSERT INTO link (id, ticket_id, backend_id, tier, status, created_at, updated_at)
      VALUES (?, ?, 'built-in', 1, 'new', '${AT}', '${AT}')`,
      id,
      id,
    );
    for (const step of index % 3 === 0 ? [1] : [1, 2]) {
      const requesterId = READERS[(index + step) % 4] ?? '';
      await addParticipant(db, { ticketId: id, requesterId, role: 'contact' }, AT);
    }
  }
}

/** What a reader has at its cursor: the title of each ticket. */
interface Reader {
  id: string;
  cursor: number;
  titles: Map<string, string>;
}

async function readOn(db: Database, reader: Reader): Promise<void> {
  const { capabilities } = createBuiltInConnector({ db, clock: createClock() });
  for (let more = true; more; ) {
    const page = await readChanges(
      db,
      { of: () => capabilities, actsOn: () => capabilities.acts },
      reader.id,
      reader.cursor,
    );
    expect(page.cursor).toBeGreaterThanOrEqual(reader.cursor);
    for (const { id, title } of page.tickets) reader.titles.set(id, title);
    reader.cursor = page.cursor;
    more = page.more;
  }
}

test.each(['serializable', 'read committed'] as const)(
  'readers miss no change of many %s writers',
  async (isolation) => {
    await addTickets(dbOf(0));
    const readers: Reader[] = READERS.map((id) => ({ id, cursor: 0, titles: new Map() }));
    let isWriting = true;
    const reading = readers.map(async (reader, index) => {
      while (isWriting) await readOn(dbOf(index), reader);
    });
    const writing = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let change = 0; change < CHANGES_PER_WRITER; change += 1) {
        const id = `t${(writer * 7 + change * 3) % TICKETS}`;
        const title = `${writer}-${change}`;
        await dbOf(writer)
          .transaction()
          .setIsolationLevel(isolation)
          .execute(async (transaction) => {
            await transaction.updateTable('ticket').set({ title }).where('id', '=', id).execute();
            await numberChange(transaction, id);
          });
      }
    });
    await Promise.all(writing);
    isWriting = false;
    await Promise.all(reading);

    const titles = await own.rows('SELECT id, title FROM ticket');
    const now = new Map(titles.map(({ id, title }) => [String(id), String(title)]));
    for (const [index, reader] of readers.entries()) {
      await readOn(dbOf(index), reader);
      const seen = await own.rows('SELECT ticket_id FROM change WHERE requester_id = ?', reader.id);
      const expected = seen.map(({ ticket_id: id }) => [id, now.get(String(id))]).sort();
      expect([...reader.titles].sort()).toEqual(expected);
    }
    // each change of each participant has a number of its own
    const counted = await own.rows('SELECT sum(change_seq) AS numbers FROM requester');
    const perTicket = (index: number) => (index % 3 === 0 ? 2 : 3);
    const made = Array.from({ length: WRITERS * CHANGES_PER_WRITER }, (_, all) => {
      const [writer, change] = [Math.floor(all / CHANGES_PER_WRITER), all % CHANGES_PER_WRITER];
      return perTicket((writer * 7 + change * 3) % TICKETS);
    });
    expect(counted).toEqual([{ numbers: made.reduce((sum, one) => sum + one, 0) }]);
  },
);
