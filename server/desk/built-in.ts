// The connector of the built-in desk: assigns ticket numbers and records every idempotency key.

import type { Reason } from '../../contract/primitives.ts';
import { RequesterAct } from '../../contract/ticket.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Capabilities, Connector, Found, Subject } from '../connectors/connector.ts';
import { done, failed, foundPlain } from '../connectors/results.ts';
import type { Database, Row } from '../storage/schema.ts';
import { deskStatusAfter, readDeskStatus, withApproval } from './desk-status.ts';

/** Formats a ticket number: R-000123. */
export function formatNumber(number: number): string {
  return `R-${String(number).padStart(6, '0')}`;
}

interface BuiltInParts {
  db: Database;
  clock: Clock;
}

const RESOLVES_ITSELF: Reason = {
  en: 'The built-in desk resolves its tickets itself.',
  fr: 'Le centre d’assistance intégré résout lui-même ses tickets.',
};

/** Its technicians write into our own tables: there are no changes to read, and no resolutions to deliver. */
const CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'ours',
  acts: RequesterAct.options,
  resolve: false,
  rating: true,
  contacts: true,
  changes: false,
  catalogue: false,
  people: false,
};

/** The reference of a ticket, a comment or an act is its key. */
export function createBuiltInConnector(parts: BuiltInParts): Connector {
  const { db, clock } = parts;
  return {
    capabilities: CAPABILITIES,
    check: async () => [{ name: 'reachable', problem: null }],
    async createTicket({ key }) {
      const row = await db
        .insertInto('deskTicket')
        .values({ idempotencyKey: key, createdAt: instantFrom(clock) })
        .onConflict((conflict) => conflict.column('idempotencyKey').doUpdateSet({ idempotencyKey: key }))
        .returning('number')
        .executeTakeFirstOrThrow();
      return done(await foundTicket(db, key, row.number));
    },
    async addComment({ key, ticketRef }) {
      await db
        .insertInto('deskComment')
        .values({ idempotencyKey: key, ticketRef, createdAt: instantFrom(clock) })
        .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
        .execute();
      return done(foundPlain(key));
    },
    addAttachment: async ({ key }) => done(foundPlain(key)),
    async transition(operation) {
      if (operation.act === 'resolve') return failed('refused', RESOLVES_ITSELF);
      return done(await takeAct(parts, operation, operation.act));
    },
    rate: async (operation) => done(await takeAct(parts, operation, 'rate')),
    addContact: async (operation) => done(await takeAct(parts, operation, 'add-contact')),
    findByKey: async ({ key }) =>
      done((await findTicket(db, key)) ?? (await findComment(db, key)) ?? (await findAct(db, key))),
    changesSince: async (cursor) => done({ tickets: [], cursor: cursor ?? '', more: false }),
    catalogue: async () => done([]),
    people: async () => done([]),
    close: async () => {},
  };
}

/** A new ticket with an approver starts in waiting_for_approval. */
async function foundTicket(db: Database, key: string, number: number): Promise<Found> {
  const { status, hasApprover } = await readDeskStatus(db, key);
  return { ref: key, number: formatNumber(number), status: withApproval(status, hasApprover) };
}

async function takeAct(
  { db, clock }: BuiltInParts,
  subject: Subject,
  act: Row<'deskAct'>['act'],
): Promise<Found> {
  const { key: idempotencyKey, ticketRef } = subject;
  const row = { idempotencyKey, ticketRef, act, createdAt: instantFrom(clock) };
  await db
    .insertInto('deskAct')
    .values(row)
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
  return foundAct(db, row);
}

/** Reads the status each time: until the new status is recorded, the act has not taken place. */
async function foundAct(db: Database, { idempotencyKey, ticketRef, act }: Row<'deskAct'>): Promise<Found> {
  const found = foundPlain(idempotencyKey);
  const transition = RequesterAct.safeParse(act);
  if (!transition.success) return found;
  const { status, hasApprover } = await readDeskStatus(db, ticketRef);
  return { ...found, status: deskStatusAfter(transition.data, status, hasApprover) };
}

async function findTicket(db: Database, key: string): Promise<Found | null> {
  const row = await db
    .selectFrom('deskTicket')
    .select('number')
    .where('idempotencyKey', '=', key)
    .executeTakeFirst();
  return row ? foundTicket(db, key, row.number) : null;
}

async function findComment(db: Database, key: string): Promise<Found | null> {
  const row = await db
    .selectFrom('deskComment')
    .select('idempotencyKey')
    .where('idempotencyKey', '=', key)
    .executeTakeFirst();
  return row ? foundPlain(key) : null;
}

async function findAct(db: Database, key: string): Promise<Found | null> {
  const row = await db.selectFrom('deskAct').selectAll().where('idempotencyKey', '=', key).executeTakeFirst();
  return row ? foundAct(db, row) : null;
}
