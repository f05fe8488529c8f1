// The connector to the desk of a history, over HTTP. It writes each key into the desk, which can be asked for it.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Connector, Failure, Found, OperationResult } from '../../server/connectors/connector.ts';
import { done, failed, failedAndOver } from '../../server/connectors/results.ts';
import { PLAIN_CAPABILITIES } from '../fakes/plain-desk/connector.ts';
import type { DeskCall } from './desk.ts';

const reason = (text: string) => ({ en: text, fr: text });
const NOT_HERE: Failure = { kind: 'refused', reason: reason('this desk does not do that') };

/** Sends a call, and returns what came back. Rejects where nothing came in time. */
export type SendCall = (call: DeskCall) => Promise<{ status: number; text: string }>;

/** `timeout` in milliseconds. */
export function sendTo(url: string, timeout: number): SendCall {
  return async (call) => {
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(call), signal });
    return { status: answer.status, text: await answer.text() };
  };
}

const Status = z.enum(['new', 'approved', 'assigned', 'pending', 'resolved', 'closed', 'rejected']);
const FoundHere = z
  .object({ ref: z.string(), number: z.string().nullable(), status: Status.nullable() })
  .nullable();
const ChangesHere = z.object({
  tickets: z.array(
    z.object({
      ref: z.string(),
      number: z.string(),
      status: Status,
      backendStatus: z.string(),
      technician: z.string().nullable(),
      solution: z.string().nullable(),
      comments: z.array(
        z.object({
          ref: z.string(),
          author: z.string(),
          body: z.string(),
          createdAt: z.string(),
          key: z.string().nullable(),
        }),
      ),
    }),
  ),
  cursor: z.string(),
  more: z.boolean(),
});

export function createDeskConnector(send: SendCall): Connector {
  async function ask<T>(call: DeskCall, schema: z.ZodType<T>): Promise<OperationResult<T>> {
    let answer: Awaited<ReturnType<SendCall>>;
    try {
      answer = await send(call);
    } catch {
      return failed('unreachable', reason('no answer came'));
    }
    if (answer.status === 429)
      return { ok: false, failure: { kind: 'limited', reason: reason('too many calls'), retryAfter: 2000 } };
    if (answer.status !== 200) return failedAndOver(reason(`the desk answered ${answer.status}`));
    try {
      return done(z.object({ done: schema }).parse(JSON.parse(answer.text)).done);
    } catch {
      return failed('unreachable', reason('the answer is not the desk’s'));
    }
  }

  async function write(call: DeskCall): Promise<OperationResult<Found>> {
    const answer = await ask(call, FoundHere);
    if (!answer.ok) return answer;
    return answer.value ? done(answer.value) : failed('gone', reason('there is no such ticket'));
  }

  return {
    capabilities: { ...PLAIN_CAPABILITIES, staff: {}, acts: [], rating: false, contacts: false },
    check: async () => [{ name: 'reachable', problem: null }],
    createTicket: ({ key, title, description, requester }) =>
      write({ act: 'create', key, title, description, requesterEmail: requester.email }),
    addComment: ({ key, ticketRef, author, body }) =>
      write({ act: 'comment', key, ref: ticketRef, author: author.fullName, body }),
    async addAttachment({ key, ticketRef, name, open }) {
      const bytes = (await buffer(await open())).toString('base64');
      return write({ act: 'file', key, ref: ticketRef, name, bytes });
    },
    transition: async () => ({ ok: false, failure: NOT_HERE }),
    rate: async () => ({ ok: false, failure: NOT_HERE }),
    addContact: async () => ({ ok: false, failure: NOT_HERE }),
    findByKey: ({ key }) => ask({ act: 'find', key }, FoundHere),
    async endDoubles({ key, ref }) {
      const ended = await ask({ act: 'end-doubles', key, ref }, z.array(z.string()));
      return ended.ok ? done({ ended: ended.value, left: [] }) : ended;
    },
    readAlong: (cursor, ref) => `${cursor} ${ref}`,
    changesSince: (cursor) => ask({ act: 'changes', cursor }, ChangesHere),
    catalogue: async () => done([]),
    people: async () => done([]),
    close: async () => {},
  };
}
