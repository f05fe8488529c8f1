// Writes the rows that intake writes before a delivery to the built-in desk, and reads the desk's tickets afterwards.
import { v7 as uuid } from 'uuid';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type {
  NewComment,
  NewContact,
  NewTicket,
  Person,
  Rating,
} from '../../../server/connectors/connector.ts';
import { formatNumber } from '../../../server/desk/built-in.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { addParticipant } from '../../../server/tickets/participants.ts';
import type { BackendTicket } from '../../connectors/harness.ts';

const AT = '2026-11-22T09:00:00.000Z';

export interface ServerRows {
  insertTicket(ticket: NewTicket): Promise<void>;
  insertComment(comment: NewComment): Promise<void>;
  insertContact(contact: NewContact): Promise<void>;
  storeRating(rating: Rating): Promise<void>;
  /** Sets the status; `waiting_for_approval` also adds an approver. */
  move(id: string, status: TicketStatus): Promise<void>;
  /** Returns the tickets that the desk has created. */
  tickets(): Promise<BackendTicket[]>;
}

export async function openServerRows(db: Database): Promise<ServerRows> {
  const organisationId = uuid();
  const organisation = {
    id: organisationId,
    name: 'Contoso',
    nameKey: 'contoso',
    emailDomains: '[]',
    createdAt: AT,
  };
  await db.insertInto('organisation').values(organisation).execute();

  async function personOf({ email, fullName }: Person): Promise<string> {
    const row = { id: uuid(), organisationId, email, fullName, createdAt: AT, confirmedAt: AT };
    await db
      .insertInto('requester')
      .values(row)
      .onConflict((conflict) => conflict.columns(['organisationId', 'email']).doNothing())
      .execute();
    const { id } = await db
      .selectFrom('requester')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    return id;
  }

  async function agentOn(hostname: string, userName: string): Promise<string> {
    const [deviceId, id] = [uuid(), uuid()];
    const device = {
      id: deviceId,
      organisationId,
      machineId: deviceId,
      hostname,
      createdAt: AT,
    };
    await db.insertInto('device').values(device).execute();
    await db
      .insertInto('agent')
      .values({
        id,
        deviceId,
        sid: id,
        userName,
        upn: null,
        hostname,
        os: 'Windows',
        agentVersion: '0',
        secretHash: id,
        state: 'active',
        requesterId: null,
        enrolledAt: AT,
        lastSeenAt: AT,
      })
      .execute();
    return id;
  }

  return {
    async insertTicket(ticket) {
      const { key: id, kind, title, description, requester, contacts, answers, facts } = ticket;
      const there = await db.selectFrom('ticket').select('id').where('id', '=', id).executeTakeFirst();
      if (there) return;
      await db
        .insertInto('ticket')
        .values({
          id,
          organisationId,
          kind,
          title,
          description,
          status: 'new',
          createdAt: AT,
          updatedAt: AT,
          requesterId: await personOf(requester),
          agentId: await agentOn(ticket.hostname, ticket.userName),
          answers: JSON.stringify(answers),
          facts: JSON.stringify(facts),
          impact: ticket.impact,
          urgency: ticket.urgency,
        })
        .execute();
      for (const contact of contacts)
        await addParticipant(db, { ticketId: id, requesterId: await personOf(contact), role: 'contact' }, AT);
    },
    async insertComment({ key: id, ticketRef: ticketId, author, body }) {
      const row = {
        id,
        ticketId,
        author: 'requester',
        authorName: author.fullName,
        body,
        internal: 0,
      } as const;
      const { count } = await db
        .selectFrom('comment')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('ticketId', '=', ticketId)
        .executeTakeFirstOrThrow();
      await db
        .insertInto('comment')
        .values({ ...row, ordinal: count + 1, createdAt: AT })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async insertContact({ ticketRef: ticketId, contact }) {
      await addParticipant(db, { ticketId, requesterId: await personOf(contact), role: 'contact' }, AT);
    },
    async storeRating({ ticketRef, score, comment }) {
      const rating = { satisfactionScore: score, satisfactionComment: comment };
      await db.updateTable('ticket').set(rating).where('id', '=', ticketRef).execute();
    },
    async move(id, status) {
      const approver = { email: 'an.approver@contoso.example', fullName: 'An approver' };
      if (status === 'waiting_for_approval')
        await addParticipant(
          db,
          { ticketId: id, requesterId: await personOf(approver), role: 'approver' },
          AT,
        );
      await db.updateTable('ticket').set({ status }).where('id', '=', id).execute();
    },
    tickets: () => readTickets(db),
  };
}

async function readTickets(db: Database): Promise<BackendTicket[]> {
  const rows = await db
    .selectFrom('deskTicket')
    .innerJoin('ticket', 'ticket.id', 'deskTicket.idempotencyKey')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .innerJoin('agent', 'agent.id', 'ticket.agentId')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .selectAll('ticket')
    .select(['deskTicket.number as deskNumber', 'requester.email', 'device.hostname'])
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      ref: row.id,
      number: formatNumber(row.deskNumber),
      title: row.title,
      description: `${row.description}\n${row.answers}\n${row.hostname}`,
      requesterEmail: row.email,
      status: row.status,
      comments: await readComments(db, row.id),
      attachments: [],
      contactEmails: await readContacts(db, row.id),
      ratings:
        row.satisfactionScore === null
          ? []
          : [{ score: row.satisfactionScore, comment: row.satisfactionComment ?? '' }],
    })),
  );
}

async function readComments(db: Database, id: string): Promise<{ author: string; body: string }[]> {
  return db
    .selectFrom('deskComment')
    .innerJoin('comment', 'comment.id', 'deskComment.idempotencyKey')
    .select(['comment.authorName as author', 'comment.body'])
    .where('deskComment.ticketRef', '=', id)
    .orderBy('comment.ordinal')
    .execute();
}

async function readContacts(db: Database, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('participant')
    .innerJoin('requester', 'requester.id', 'participant.requesterId')
    .select('requester.email')
    .where('participant.ticketId', '=', id)
    .where('participant.role', '=', 'contact')
    .execute();
  return rows.map(({ email }) => email);
}
