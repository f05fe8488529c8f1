// Tickets as technicians read them and work on them.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HandOver } from '../../contract/backends.ts';
import {
  DeskTicket,
  Reply,
  Resolution,
  type Staff,
  TicketPage,
  TicketQuery,
} from '../../contract/console.ts';
import type { Result } from '../../contract/result.ts';
import type { Desk } from '../desk/desk.ts';
import { listTickets } from '../desk/desk-list.ts';
import { readDeskTicket } from '../desk/desk-ticket.ts';
import { type HandOverParts, handOver } from '../desk/hand-over.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import { staffOf } from '../http/staff-session.ts';
import type { Database } from '../storage/schema.ts';
import { BY_STAFF, FAILURES } from './answers.ts';

interface TicketParts extends HandOverParts {
  desk: Desk;
}

const Path = z.object({ id: z.uuid() });
const TICKET = { 200: DeskTicket, ...FAILURES };

export function consoleTicketRoutes(parts: TicketParts): FastifyPluginAsyncZod {
  const { db } = parts;
  return async (app) => {
    app.get(
      '/tickets',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List tickets, newest update first, fifty a page',
          querystring: TicketQuery,
          response: { 200: TicketPage, ...FAILURES },
        },
      },
      async ({ query }) => listTickets(db, query),
    );
    app.get(
      '/tickets/:id',
      { schema: { ...BY_STAFF, summary: 'Read one ticket', params: Path, response: TICKET } },
      async ({ params }) => ticketOf(db, params.id),
    );
    await app.register(plainActs(parts));
    await app.register(writtenActs(parts));
    await app.register(handOverAct(parts));
  };
}

async function ticketOf(db: Database, id: string): Promise<DeskTicket> {
  return (await readDeskTicket(db, id)) ?? fail('not-found');
}

async function ticketAfter(db: Database, id: string, acted: Promise<Result<void>>): Promise<DeskTicket> {
  valueOrFail(await acted);
  return ticketOf(db, id);
}

/** The acts that take nothing but the ticket. */
function plainActs({ db, desk }: TicketParts): FastifyPluginAsyncZod {
  const acts: { name: string; summary: string; act(staff: Staff, id: string): Promise<Result<void>> }[] = [
    { name: 'take', summary: 'Become the technician of a ticket', act: desk.take },
    { name: 'close', summary: 'Close a resolved ticket, for good', act: desk.close },
    { name: 'reopen', summary: 'Reopen a ticket that is resolved or rejected', act: desk.reopen },
  ];
  return async (app) => {
    for (const { name, summary, act } of acts) {
      const schema = { ...BY_STAFF, summary, params: Path, response: TICKET };
      app.post(`/tickets/:id/${name}`, { schema }, async (request) => {
        const { id } = request.params;
        return ticketAfter(db, id, act(staffOf(request), id));
      });
    }
  };
}

/** The acts that come with a text. */
function writtenActs({ db, desk }: TicketParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/tickets/:id/replies',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Reply to the requester, or write an internal note',
          params: Path,
          body: Reply,
          response: TICKET,
        },
      },
      async (request) => {
        const { id } = request.params;
        return ticketAfter(db, id, desk.reply(staffOf(request), id, request.body));
      },
    );
    app.post(
      '/tickets/:id/resolve',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Resolve an assigned ticket',
          params: Path,
          body: Resolution,
          response: TICKET,
        },
      },
      async (request) => {
        const { id } = request.params;
        return ticketAfter(db, id, desk.resolve(staffOf(request), id, request.body));
      },
    );
  };
}

function handOverAct(parts: TicketParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/tickets/:id/hand-over',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Hand a ticket to a second backend; both stay linked',
          params: Path,
          body: HandOver,
          response: TICKET,
        },
      },
      async (request) => {
        const { id } = request.params;
        return ticketAfter(parts.db, id, handOver(parts, staffOf(request), id, request.body));
      },
    );
  };
}
