// The connector of the built-in desk: assigns ticket numbers and records every idempotency key.

import { type Reason, unreachable } from '../../contract/primitives.ts';
import { RequesterAct } from '../../contract/ticket.ts';
import { askAnew } from '../approvals/ask.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Capabilities, Connector, Found, Subject } from '../connectors/connector.ts';
import { done, failed, foundPlain } from '../connectors/results.ts';
import { CONTENTS } from '../delivery/content.ts';
import type { DeskHere } from '../delivery/deliver-here.ts';
import { neverCreated } from '../delivery/operation.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { deskStatusAfter, readDeskStatus, withApproval } from './desk-status.ts';
import { assignByRules } from './intake-rules.ts';

/** Formats a ticket number: R-000123. */
export function formatNumber(number: number): string {
  return `R-${String(number).padStart(6, '0')}`;
}

interface BuiltInParts {
  db: Database;
  clock: Clock;
}

/** Where the status was read already. */
interface DeskParts extends BuiltInParts {
  statusOf: typeof readDeskStatus;
}

const ACTS_ITSELF: Reason = {
  en: 'The built-in desk assigns and resolves its tickets itself, and has its notes already.',
  fr: 'Le centre d’assistance intégré assigne et résout lui-même ses tickets, et il a déjà ses notes.',
};

/** Its technicians write into our own tables: there are no changes to read, and no resolutions or acts of staff to deliver. */
const CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'ours',
  acts: RequesterAct.options,
  resolve: false,
  staff: {},
  rating: true,
  contacts: true,
  changes: false,
  catalogue: false,
  people: false,
};

/** The reference of a ticket, a comment or an act is its key. */
export function createBuiltInConnector(given: BuiltInParts): Connector {
  const parts = { ...given, statusOf: readDeskStatus };
  return {
    capabilities: CAPABILITIES,
    check: async () => [{ name: 'reachable', problem: null }],
    createTicket: async ({ key }) => done(await createTicket(parts, key)),
    addComment: async (comment) =>
      comment.internal ? failed('refused', ACTS_ITSELF) : done(await addComment(parts, comment)),
    addAttachment: async ({ key }) => done(foundPlain(key)),
    async transition(operation) {
      const act = RequesterAct.safeParse(operation.act);
      return act.success ? done(await takeAct(parts, operation, act.data)) : failed('refused', ACTS_ITSELF);
    },
    rate: async (operation) => done(await takeAct(parts, operation, 'rate')),
    addContact: async (operation) => done(await takeAct(parts, operation, 'add-contact')),
    findByKey: async ({ key }) =>
      done((await findTicket(parts, key)) ?? (await findComment(parts, key)) ?? (await findAct(parts, key))),
    changesSince: async (cursor) => done({ tickets: [], cursor: cursor ?? '', more: false }),
    catalogue: async () => done([]),
    people: async () => done([]),
    close: async () => {},
  };
}

/** Carries out deliveries in the transaction that settles them, which has just read the ticket's status. */
export function createBuiltInDesk(): DeskHere {
  return {
    backendId: BUILT_IN,
    entered: assignByRules,
    async carryOut(transaction, clock, delivery, link) {
      const gone = neverCreated(delivery, link);
      if (gone) return gone;
      const { ticketStatus: status, asksApproval, owesApproval, pendingUntilAnswer } = link;
      const need = { asksApproval: Boolean(asksApproval), owesApproval: Boolean(owesApproval) };
      const read = { status, ...need, waitsForAnswer: pendingUntilAnswer === 1 };
      const parts = { db: transaction, clock, statusOf: async () => read };
      const subject = { key: delivery.key, ticketRef: link.ref ?? '' };
      const { operation } = delivery;
      switch (operation) {
        case 'create-ticket':
          return done(await createTicket(parts, delivery.key));
        case 'add-comment':
          return done(await addComment(parts, subject));
        case 'add-attachment':
          return done(foundPlain(delivery.key));
        case 'transition': {
          const content = CONTENTS[operation].parse(JSON.parse(delivery.content));
          const ofRequester = RequesterAct.safeParse(content.act);
          const asked = 'asked' in content ? content.asked : undefined;
          if (asked !== undefined && (await askAnew(transaction, clock, link, asked)))
            return done(foundPlain(delivery.key));
          return ofRequester.success
            ? done(await takeAct(parts, subject, ofRequester.data))
            : failed('refused', ACTS_ITSELF);
        }
        case 'rate':
        case 'add-contact':
          return done(await takeAct(parts, subject, operation));
        default:
          return unreachable(operation);
      }
    },
  };
}

async function createTicket(parts: DeskParts, key: string): Promise<Found> {
  const [row] = await insertTicket(parts.db, { key, createdAt: instantFrom(parts.clock) });
  if (!row) throw new Error(`ticket ${key} got no number`);
  return foundTicket(parts, key, row.number);
}

const insertTicket = buildOnce((db, { key, createdAt }: { key: string; createdAt: string }) =>
  db
    .insertInto('deskTicket')
    .values({ idempotencyKey: key, createdAt })
    .onConflict((conflict) => conflict.column('idempotencyKey').doUpdateSet({ idempotencyKey: key }))
    .returning('number'),
);

async function addComment(parts: DeskParts, { key, ticketRef }: Subject): Promise<Found> {
  const { db, clock } = parts;
  await db
    .insertInto('deskComment')
    .values({ idempotencyKey: key, ticketRef, createdAt: instantFrom(clock) })
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
  return foundComment(parts, key, ticketRef);
}

/** An answer of a participant brings a ticket back that waits for it. */
async function foundComment({ db, statusOf }: DeskParts, key: string, ticketRef: string): Promise<Found> {
  const found = foundPlain(key);
  const { waitsForAnswer } = await statusOf(db, ticketRef);
  if (!waitsForAnswer) return found;
  const comment = await db.selectFrom('comment').select('author').where('id', '=', key).executeTakeFirst();
  return comment?.author === 'requester' ? { ...found, status: 'assigned' } : found;
}

/** A new ticket with an approver starts in waiting_for_approval. */
async function foundTicket({ db, statusOf }: DeskParts, key: string, number: number): Promise<Found> {
  const { status, asksApproval } = await statusOf(db, key);
  return { ref: key, number: formatNumber(number), status: withApproval(status, asksApproval) };
}

async function takeAct(parts: DeskParts, subject: Subject, act: Row<'deskAct'>['act']): Promise<Found> {
  const { key: idempotencyKey, ticketRef } = subject;
  const row = { idempotencyKey, ticketRef, act, createdAt: instantFrom(parts.clock) };
  await parts.db
    .insertInto('deskAct')
    .values(row)
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
  return foundAct(parts, row);
}

/** Reads the status each time: until the new status is recorded, the act has not taken place. */
async function foundAct(
  { db, statusOf }: DeskParts,
  { idempotencyKey, ticketRef, act }: Row<'deskAct'>,
): Promise<Found> {
  const found = foundPlain(idempotencyKey);
  const transition = RequesterAct.safeParse(act);
  if (!transition.success) return found;
  const { status, ...need } = await statusOf(db, ticketRef);
  return { ...found, status: deskStatusAfter(transition.data, status, need) };
}

async function findTicket(parts: DeskParts, key: string): Promise<Found | null> {
  const row = await parts.db
    .selectFrom('deskTicket')
    .select('number')
    .where('idempotencyKey', '=', key)
    .executeTakeFirst();
  return row ? foundTicket(parts, key, row.number) : null;
}

async function findComment(parts: DeskParts, key: string): Promise<Found | null> {
  const row = await parts.db
    .selectFrom('deskComment')
    .select('ticketRef')
    .where('idempotencyKey', '=', key)
    .executeTakeFirst();
  return row ? foundComment(parts, key, row.ticketRef) : null;
}

async function findAct(parts: DeskParts, key: string): Promise<Found | null> {
  const row = await parts.db
    .selectFrom('deskAct')
    .selectAll()
    .where('idempotencyKey', '=', key)
    .executeTakeFirst();
  return row ? foundAct(parts, row) : null;
}
