// What every backend of the help desk must be able to do. Each operation carries its idempotency key to the last hop.
import type { Readable } from 'node:stream';
import type { BackendCapabilities, BackendEntry, ConnectionCheck } from '../../contract/backends.ts';
import type { Impact, Reason, TicketKind, TicketStatus, Urgency } from '../../contract/primitives.ts';
import type { RequesterAct, Satisfaction } from '../../contract/ticket.ts';

export interface Person {
  email: string;
  fullName: string;
}

/** An answer to a field of the ticket's form, as people read it. */
export interface NamedAnswer {
  label: string;
  value: string;
}

export interface NewTicket {
  key: string;
  kind: TicketKind;
  title: string;
  /** plain text */
  description: string;
  organisation: string;
  requester: Person;
  /** who wrote it on the requester's behalf */
  writtenBy: Person | null;
  contacts: readonly Person[];
  /** of the organisation's catalogue; `id` is the backend's own, null where this backend did not offer it */
  category: { id: string | null; name: string } | null;
  answers: readonly NamedAnswer[];
  impact: Impact | null;
  urgency: Urgency | null;
  /** of the device it came from */
  hostname: string;
  userName: string;
  /** about the machine, by their names, as the person let them go */
  facts: readonly NamedAnswer[];
  createdAt: string;
}

/** What every operation on a ticket that exists begins with. */
export interface Subject {
  key: string;
  /** the backend's own reference of the ticket */
  ticketRef: string;
}

export interface NewComment extends Subject {
  /** of a technician of another desk the address is empty */
  author: Person;
  /** plain text */
  body: string;
}

export interface NewAttachment extends Subject {
  name: string;
  mediaType: string;
  /** in bytes */
  size: number;
  sha256: string;
  open(): Promise<Readable>;
  /** signed address of our copy that anybody who has it can read for so many days; for backends that take no files */
  link(days: number): string;
}

/**
 * An act of somebody who takes part, or the resolution that another desk has reached, its solution empty where none was
 * given. The backend's own rules decide.
 */
export type Transition = Subject & {
  /** who acts; null for the other desk */
  by: Person | null;
} & ({ act: RequesterAct } | { act: 'resolve'; solution: string });

/** It takes the place of an earlier one. */
export interface Rating extends Subject, Satisfaction {}

export interface NewContact extends Subject {
  contact: Person;
  /** everybody who takes part beside the requester, the new one included: some backends replace the whole set */
  contacts: readonly Person[];
}

/**
 * Why an operation did not go through. Whether it was carried out all the same is unknown, except for `limited` and `refused`.
 * - unreachable: network, time-out, maintenance, a proxy's page: tried for days
 * - limited: asked too often; `retryAfter` in milliseconds; with `ticketOnly` it is this ticket that is too early, and the
 *   others go on
 * - refused: the backend will not take this however often it is tried, such as a missing right
 * - gone: the ticket is no longer there
 */
export type Failure =
  | { kind: 'unreachable' | 'refused' | 'gone'; reason: Reason }
  | { kind: 'limited'; reason: Reason; retryAfter: number; ticketOnly?: true };

/** `reason` is kept beside the delivery and shown to staff in the console, and holds no secret. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What carries a key in the backend. */
export interface Found {
  ref: string;
  /** of a ticket; null for anything else, or while the backend has not told it */
  number: string | null;
  /** the status that the operation leaves the ticket in; null where it is as it was, or not known */
  status: TicketStatus | null;
}

export type Operation =
  | 'create-ticket'
  | 'add-comment'
  | 'add-attachment'
  | 'transition'
  | 'rate'
  | 'add-contact';

/** What is asked before a retry. `ticketRef` is null for a ticket that may not exist yet. */
export interface KeyQuestion {
  key: string;
  operation: Operation;
  ticketRef: string | null;
  /** when it was first tried: nothing older can carry the key */
  since: string;
  /** of an attachment, for backends that keep files by their name */
  fileName: string | null;
}

/** A public comment of the backend's side. */
export interface BackendComment {
  /** the same each time it is read, unique in its ticket */
  ref: string;
  author: string;
  /** plain text */
  body: string;
  createdAt: string;
  /** key of ours that it carries: then it came from here */
  key: string | null;
}

/** A ticket as the backend has it now. Null fields are unknown there, not emptied. */
export interface TicketChange {
  ref: string;
  number: string | null;
  status: TicketStatus | null;
  /** the status in the backend's own words, shown where `status` is not known */
  backendStatus: string | null;
  technician: string | null;
  solution: string | null;
  /** all that is public, oldest first */
  comments: readonly BackendComment[];
}

export interface Changes {
  tickets: readonly TicketChange[];
  /** for the next call */
  cursor: string;
  /** there is more at once */
  more: boolean;
  /** the last of it that was not taken, and why */
  leftOut?: Reason;
}

/** One leaf of the backend's catalogue, allowed for an organisation. */
export type BackendService = BackendEntry;

/** What a backend cannot do is not offered to anybody. */
export type Capabilities = BackendCapabilities;

export type Check = ConnectionCheck;

export interface Connector {
  readonly capabilities: Capabilities;
  /** Tries what can be tried without leaving a trace. Stops at the first that makes the rest pointless. */
  check(): Promise<Check[]>;
  createTicket(operation: NewTicket): Promise<Answer<Found>>;
  addComment(operation: NewComment): Promise<Answer<Found>>;
  addAttachment(operation: NewAttachment): Promise<Answer<Found>>;
  /** An act that the ticket's life no longer allows is no failure: it was overtaken, and the status stays. */
  transition(operation: Transition): Promise<Answer<Found>>;
  rate(operation: Rating): Promise<Answer<Found>>;
  addContact(operation: NewContact): Promise<Answer<Found>>;
  /** Asked before every retry whose outcome is unknown, of any operation. */
  findByKey(question: KeyQuestion): Promise<Answer<Found | null>>;
  /** What changed since `cursor`, null for the first time: then from now on. May repeat what was told before. */
  changesSince(cursor: string | null): Promise<Answer<Changes>>;
  /** The leaves that an organisation of this name may choose. */
  catalogue(organisation: string): Promise<Answer<BackendService[]>>;
  /** People of an organisation by a part of their name or address. */
  people(organisation: string, search: string): Promise<Answer<Person[]>>;
  /** Ends connections that stay open between operations. */
  close(): Promise<void>;
}

/** What connectors take from the world around them; tests bring their own. */
export interface ConnectorParts {
  fetch: typeof fetch;
  now(): Date;
  /** in milliseconds */
  timeout: number;
}
