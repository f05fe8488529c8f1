// What every backend of the help desk must be able to do. Each operation carries its idempotency key to the last hop.
import type { RequesterAct, Satisfaction } from '../../contract/ticket.ts';
import type { TicketKind, TicketStatus } from '../../contract/words.ts';

interface Person {
  email: string;
  fullName: string;
}

export interface NewTicket {
  key: string;
  kind: TicketKind;
  title: string;
  description: string;
  organisation: string;
  requester: Person;
}

/** What every operation on a ticket that exists begins with. */
export interface Subject {
  key: string;
  /** the backend's own reference of the ticket */
  ticketRef: string;
}

export interface NewComment extends Subject {
  authorName: string;
  body: string;
}

/** An act of somebody who takes part. The backend's own rules decide where it leads. */
export interface Transition extends Subject {
  act: RequesterAct;
}

/** It takes the place of an earlier one. */
export interface Rating extends Subject, Satisfaction {}

export interface NewContact extends Subject {
  contact: Person;
}

/** `reason` is a sentence for staff: it is kept beside the delivery and shown in the console. */
export type Answer<T> = { ok: true; value: T } | { ok: false; reason: string };

/** What carries a key in the backend. */
export interface Found {
  ref: string;
  /** of a ticket; null for anything else */
  number: string | null;
  /** the status that the operation leaves the ticket in; null where it is as it was */
  status: TicketStatus | null;
}

export interface Connector {
  readonly kind: string;
  createTicket(operation: NewTicket): Promise<Answer<Found>>;
  addComment(operation: NewComment): Promise<Answer<Found>>;
  /** An act that the ticket's life no longer allows is no failure: it was overtaken, and the status stays. */
  transition(operation: Transition): Promise<Answer<Found>>;
  rate(operation: Rating): Promise<Answer<Found>>;
  addContact(operation: NewContact): Promise<Answer<Found>>;
  /** Asked before every retry whose outcome is unknown, of any operation. */
  findByKey(key: string): Promise<Answer<Found | null>>;
}
