// The help desk that a history's tickets end up at: it is what truth is read from. It takes no idempotency key for an answer, so
// the same ticket sent twice is there twice; it can be slow, lose its answers, fail, and answer with a page of something else.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { createPlainDesk, type PlainTicket } from '../fakes/plain-desk/desk.ts';
import type { DeskFault } from './faults.ts';

/** What the connector asks of it. */
export const DeskCall = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('create'),
    key: z.string(),
    title: z.string(),
    description: z.string(),
    requesterEmail: z.string(),
  }),
  z.object({
    act: z.literal('comment'),
    key: z.string(),
    ref: z.string(),
    author: z.string(),
    body: z.string(),
  }),
  z.object({ act: z.literal('file'), key: z.string(), ref: z.string(), name: z.string(), bytes: z.base64() }),
  z.object({ act: z.literal('find'), key: z.string() }),
  z.object({ act: z.literal('end-doubles'), key: z.string(), ref: z.string() }),
  z.object({ act: z.literal('changes'), cursor: z.string().nullable() }),
]);
export type DeskCall = z.infer<typeof DeskCall>;

/** How much later than a patient caller's time-out it may carry something out, in milliseconds. */
const LATE = 700;
const PAGE = 50;

export interface ChaosDesk {
  readonly url: string;
  tickets(): PlainTicket[];
  /** A technician writes to the oldest ticket of this title; false while there is none. */
  reply(title: string, text: string): boolean;
  /** Whether it still works on something whose caller has given up. */
  isBusy(): boolean;
  close(): Promise<void>;
}

/** `faultOf` says what goes wrong with the next call. */
export async function openDesk(faultOf: (act: DeskCall['act']) => DeskFault | null): Promise<ChaosDesk> {
  const desk = createPlainDesk();
  let busy = 0;

  function later(act: () => void): void {
    busy += 1;
    setTimeout(() => {
      busy -= 1;
      act();
    }, LATE);
  }

  function carryOut(call: DeskCall): unknown {
    switch (call.act) {
      case 'create':
        return foundTicket(desk.open({ ...call, contactEmails: [] }));
      case 'comment': {
        const ticket = desk.tickets.get(call.ref);
        if (!ticket) return null;
        desk.say(ticket, call.author, call.body, call.key);
        return { ref: call.key, number: null, status: null };
      }
      case 'file': {
        const ticket = desk.tickets.get(call.ref);
        if (!ticket) return null;
        ticket.attachments.push({ name: call.name, bytes: Buffer.from(call.bytes, 'base64'), key: call.key });
        desk.touch(ticket);
        return { ref: call.key, number: null, status: null };
      }
      case 'find':
        return find(call.key);
      case 'end-doubles':
        return endDoubles(call.key, call.ref);
      case 'changes':
        return changesAfter(call.cursor);
    }
  }

  function find(key: string) {
    for (const ticket of desk.tickets.values()) {
      if (ticket.key === key) return foundTicket(ticket);
      if ([...ticket.comments, ...ticket.attachments].some((thing) => thing.key === key))
        return { ref: key, number: null, status: null };
    }
    return null;
  }

  /** Removes the other tickets, comments and files of this key. */
  function endDoubles(key: string, ref: string): string[] {
    const ended: string[] = [];
    for (const ticket of [...desk.tickets.values()]) {
      if (ticket.key === key && ticket.ref !== ref) {
        desk.tickets.delete(ticket.ref);
        ended.push(ticket.number);
      }
      const isFirst = (thing: { key: string | null }, place: number, all: { key: string | null }[]) =>
        thing.key !== key || all.findIndex((one) => one.key === key) === place;
      const before = ticket.comments.length + ticket.attachments.length;
      ticket.comments = ticket.comments.filter(isFirst);
      ticket.attachments = ticket.attachments.filter(isFirst);
      if (before > ticket.comments.length + ticket.attachments.length)
        ended.push(`a part of ${ticket.number}`);
    }
    return ended;
  }

  function changesAfter(cursor: string | null) {
    const { page, cursor: next, more } = desk.changesAfter(cursor, PAGE);
    const tickets = page.map(({ ref, number, status, technician, solution, comments }) => ({
      ...{ ref, number, status, technician, solution, comments },
      backendStatus: status,
    }));
    return { tickets, cursor: next, more };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = DeskCall.parse(JSON.parse((await buffer(request)).toString()));
    const drop = () => void request.socket.destroy();
    const send = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const fault = faultOf(call.act);
    switch (fault) {
      case null:
        return send(200, { done: carryOut(call) });
      case 'down':
        return drop();
      case 'answer-lost':
        carryOut(call);
        return drop();
      case 'answer-late': {
        const done = carryOut(call);
        return later(() => send(200, { done }));
      }
      case 'work-late':
        return later(() => void carryOut(call));
      case 'error-after':
        carryOut(call);
        return send(500, {});
      case 'error':
        return send(500, {});
      case 'limited':
        return send(429, {});
      case 'page':
        return void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<p>Sign in to the network</p>');
    }
  }

  const http = createServer(
    (request, response) => void answer(request, response).catch(() => request.destroy()),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    tickets: () => [...desk.tickets.values()],
    reply(title, text) {
      const ticket = [...desk.tickets.values()].find((one) => one.title === title);
      if (ticket) desk.say(ticket, 'A technician', text, null);
      return ticket !== undefined;
    },
    isBusy: () => busy > 0,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function foundTicket({ ref, number, status }: PlainTicket) {
  return { ref, number, status };
}
