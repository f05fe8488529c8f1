// A backend in memory that supports the whole contract: it tests the contract suite itself.

import type { TicketStatus } from '../../../contract/primitives.ts';
import { statusAfter, type TicketAct } from '../../../contract/ticket.ts';

export interface PlainTicket {
  ref: string;
  number: string;
  key: string;
  title: string;
  description: string;
  requesterEmail: string;
  status: TicketStatus;
  technician: string | null;
  solution: string | null;
  comments: { ref: string; author: string; body: string; key: string | null; createdAt: string }[];
  attachments: { name: string; bytes: Buffer; key: string }[];
  contactEmails: string[];
  notes: { body: string; key: string }[];
  pendingReason: string;
  rating: { score: number; comment: string } | null;
  /** keys of operations that leave no other object with the key */
  acts: Set<string>;
  /** position of its last change among all changes */
  changed: number;
}

export interface PlainDesk {
  tickets: Map<string, PlainTicket>;
  people: { email: string; fullName: string }[];
  /** number of changes so far */
  changes: number;
  open(
    ticket: Pick<PlainTicket, 'key' | 'title' | 'description' | 'requesterEmail' | 'contactEmails'>,
  ): PlainTicket;
  touch(ticket: PlainTicket): void;
  say(ticket: PlainTicket, author: string, body: string, key: string | null): void;
  act(ticket: PlainTicket, act: TicketAct): void;
  /**
   * Ordered by last change, so that a ticket that changes between two pages is returned again. A cursor is the number of a change, and
   * then the tickets to read whatever has changed; null starts one now.
   */
  changesAfter(cursor: string | null, most: number): { page: PlainTicket[]; cursor: string; more: boolean };
}

export function createPlainDesk(): PlainDesk {
  const desk: PlainDesk = {
    tickets: new Map(),
    people: [],
    changes: 0,
    open(content) {
      const ref = String(desk.tickets.size + 1);
      const ticket: PlainTicket = {
        ...content,
        ref,
        number: `P-${ref.padStart(6, '0')}`,
        status: 'new',
        technician: null,
        solution: null,
        comments: [],
        attachments: [],
        notes: [],
        pendingReason: '',
        rating: null,
        acts: new Set(),
        changed: 0,
      };
      desk.tickets.set(ref, ticket);
      desk.touch(ticket);
      return ticket;
    },
    touch(ticket) {
      desk.changes += 1;
      ticket.changed = desk.changes;
    },
    say(ticket, author, body, key) {
      const ref = String(ticket.comments.length + 1);
      ticket.comments.push({ ref, author, body, key, createdAt: new Date().toISOString() });
      desk.touch(ticket);
    },
    act(ticket, act) {
      ticket.status = statusAfter(act, ticket.status) ?? ticket.status;
      desk.touch(ticket);
    },
    changesAfter(cursor, most) {
      const [number = String(desk.changes), ...named] = cursor?.split(' ') ?? [];
      const from = Number(number);
      const all = [...desk.tickets.values()]
        .filter(({ changed, ref }) => changed > from || named.includes(ref))
        .toSorted((one, other) => one.changed - other.changed);
      const page = all.slice(0, most);
      const more = all.length > page.length;
      const left = more ? named.filter((ref) => !page.some((ticket) => ticket.ref === ref)) : [];
      return { page, cursor: [Math.max(page.at(-1)?.changed ?? 0, from), ...left].join(' '), more };
    },
  };
  return desk;
}
