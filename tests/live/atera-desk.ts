// Reads and changes a real Atera account as its technicians do, with the connector's key, and cleans up.
import { z } from 'zod';
import type { AteraEnvironment } from './environment.ts';

const Ticket = z.object({
  TicketID: z.number(),
  TicketNumber: z.coerce.string().nullish(),
  TicketTitle: z.string(),
  TicketStatus: z.string(),
  EndUserEmail: z.string().nullish(),
  /** the ticket's description */
  FirstComment: z.string().nullish(),
  TechnicianContactID: z.number().nullish(),
});
export type DeskTicket = z.infer<typeof Ticket>;

const Comment = z.object({
  Date: z.string(),
  Comment: z.string(),
  FirstName: z.string().nullish(),
  LastName: z.string().nullish(),
  IsInternal: z.boolean().nullish(),
});
type DeskComment = z.infer<typeof Comment>;

const Contact = z.object({ EndUserID: z.number(), Email: z.string() });
type DeskContact = z.infer<typeof Contact>;

export interface AteraDesk {
  changedSince(start: Date): Promise<DeskTicket[]>;
  ticket(ref: string): Promise<DeskTicket>;
  comments(ref: string): Promise<DeskComment[]>;
  reply(ref: string, technician: number, body: string): Promise<void>;
  setStatus(ref: string, name: string): Promise<void>;
  removeTicket(ref: string): Promise<void>;
  /** Returns the contacts with an address of this domain. */
  contacts(domain: string): Promise<DeskContact[]>;
  addContact(customer: string, email: string, first: string, last: string): Promise<void>;
  removeContact(id: number): Promise<void>;
}

const PAGE = 50;

export function createAteraDesk({ ATERA_URL, ATERA_KEY, ATERA_SIGN_IN }: AteraEnvironment): AteraDesk {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${ATERA_URL.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        ...(ATERA_SIGN_IN === 'bearer'
          ? { authorization: `Bearer ${ATERA_KEY}` }
          : { 'x-api-key': ATERA_KEY }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 5);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return ask(method, path, body);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`Atera: HTTP ${response.status} to ${method} ${path}`);
    return text === '' ? null : JSON.parse(text);
  }

  async function list<T>(path: string, query: Record<string, string>, item: z.ZodType<T>): Promise<T[]> {
    const items: T[] = [];
    for (let page = 1; ; page += 1) {
      const search = new URLSearchParams({ ...query, page: String(page), itemsInPage: String(PAGE) });
      const answer = z
        .object({ items: z.array(item), totalPages: z.int().nullish() })
        .parse(await ask('GET', `${path}?${search}`));
      items.push(...answer.items);
      if (answer.items.length < PAGE || page >= (answer.totalPages ?? page)) return items;
    }
  }

  return {
    changedSince: (start) => list('/tickets/lastmodified', { date: start.toISOString() }, Ticket),
    ticket: async (ref) => Ticket.parse(await ask('GET', `/tickets/${ref}`)),
    comments: (ref) => list(`/tickets/${ref}/comments`, {}, Comment),
    async reply(ref, technician, body) {
      await ask('POST', `/tickets/${ref}/comments`, {
        CommentText: body,
        CommentTimestampUTC: new Date().toISOString(),
        TechnicianCommentDetails: { TechnicianId: technician, IsInternal: false },
      });
    },
    async setStatus(ref, name) {
      await ask('PUT', `/tickets/${ref}`, { TicketStatus: name });
    },
    async removeTicket(ref) {
      await ask('DELETE', `/tickets/${ref}`);
    },
    async contacts(domain) {
      const found = await list('/contacts', { 'searchOptions.email': domain }, Contact);
      return found.filter(({ Email }) => Email.toLowerCase().endsWith(`@${domain}`));
    },
    async addContact(customer, email, first, last) {
      const body = {
        CustomerName: customer,
        Email: email,
        FirstName: first,
        LastName: last,
        IsContactPerson: false,
      };
      await ask('POST', '/contacts', body);
    },
    async removeContact(id) {
      await ask('DELETE', `/contacts/${id}`);
    },
  };
}
