// Writes many tickets of one requester into the database of a running server.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';

const WORDS = ['printer', 'network', 'planning', 'password', 'projector', 'licence', 'mailbox', 'scanner'];
const HOUR = 3_600_000;

type Row = Record<string, unknown>;

/** Returns number and title of the ticket with this index, from 1. */
export function seededTicket(index: number): { number: string; title: string } {
  return {
    number: `R-${String(100_000 + index)}`,
    title: `${WORDS[index % WORDS.length]} ${index} does not answer in room ${index % 400}`,
  };
}

/**
 * Copies the requester's last ticket `count` times, as open tickets with different titles and two comments each. The
 * requester's agents receive them with the next change.
 */
export function seedTickets(dataDir: string, count: number): void {
  const db = new Database(join(dataDir, 'guichet.sqlite'));
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row);
    db.prepare(
      `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`,
    ).run(row);
  };
  const model = db.prepare<[], Row>('select * from ticket order by created_at desc limit 1').get();
  if (!model) throw new Error('a first ticket is needed to copy');
  const link = db.prepare<[unknown], Row>('select * from link where ticket_id = ?').get(model.id);
  const requester = String(model.requester_id);
  const position = db.prepare<[string], number>('select change_seq from requester where id = ?').pluck();
  const first = position.get(requester) ?? 0;
  const start = Date.now() - count * HOUR;
  db.transaction(() => {
    for (let index = 1; index <= count; index++) {
      const at = new Date(start + index * HOUR).toISOString();
      const id = v7({ msecs: start + index * HOUR });
      insert('ticket', {
        ...model,
        id,
        ...seededTicket(index),
        status: 'new',
        created_at: at,
        updated_at: at,
      });
      insert('link', { ...link, id, ticket_id: id, ref: id, number: seededTicket(index).number });
      for (const ordinal of [1, 2]) {
        const comment = {
          id: v7(),
          ticket_id: id,
          ordinal,
          author: 'technician',
          author_name: 'A technician',
        };
        insert('comment', {
          ...comment,
          body: `Looked at it, part ${ordinal}.`,
          internal: 0,
          created_at: at,
        });
      }
      insert('change', { requester_id: requester, ticket_id: id, seq: first + index });
    }
    db.prepare('update requester set change_seq = ? where id = ?').run(first + count, requester);
  })();
  db.close();
}
