// The built-in desk as a backend: it gives tickets their numbers and remembers every key it has seen.
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import type { Connector } from './connector.ts';

/** The number as people read it: R-000123. */
export function formatNumber(number: number): string {
  return `R-${String(number).padStart(6, '0')}`;
}

/** Its reference of a ticket or a comment is the key itself. */
export function createBuiltInConnector({ db, clock }: { db: Database; clock: Clock }): Connector {
  async function ticketNumber(key: string): Promise<string | null> {
    const row = await db
      .selectFrom('deskTicket')
      .select('number')
      .where('idempotencyKey', '=', key)
      .executeTakeFirst();
    return row ? formatNumber(row.number) : null;
  }
  return {
    kind: 'built-in',
    async createTicket({ key }) {
      const row = await db
        .insertInto('deskTicket')
        .values({ idempotencyKey: key, createdAt: instantFrom(clock) })
        .onConflict((conflict) => conflict.column('idempotencyKey').doUpdateSet({ idempotencyKey: key }))
        .returning('number')
        .executeTakeFirstOrThrow();
      return { ok: true, value: { ref: key, number: formatNumber(row.number) } };
    },
    async addComment({ key, ticketRef }) {
      await db
        .insertInto('deskComment')
        .values({ idempotencyKey: key, ticketRef, createdAt: instantFrom(clock) })
        .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
        .execute();
      return { ok: true, value: { ref: key } };
    },
    async findByKey(key) {
      const number = await ticketNumber(key);
      if (number !== null) return { ok: true, value: { ref: key, number } };
      const comment = await db
        .selectFrom('deskComment')
        .select('idempotencyKey')
        .where('idempotencyKey', '=', key)
        .executeTakeFirst();
      return { ok: true, value: comment ? { ref: key, number: null } : null };
    },
  };
}
