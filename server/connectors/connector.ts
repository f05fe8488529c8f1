// The interface of every connector. Each operation carries its idempotency key to the backend.
import type { Readable } from 'node:stream';
import type { BackendCapabilities, BackendEntry, ConnectionCheck } from '../../contract/backends.ts';
import type { Impact, Reason, TicketKind, TicketStatus, Urgency } from '../../contract/primitives.ts';
import type { Attachment, RequesterAct, Satisfaction } from '../../contract/ticket.ts';
import type { Resolve } from '../link-local.ts';
import type { Operation } from '../storage/operation.ts';
import type { BackendFile } from './backend-file.ts';

export interface Person {
  email: string;
  fullName: string;
}

/** A label and a value, such as the answer to a field of the ticket's form. */
export interface LabelledValue {
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
  /** who wrote it on the requester's behalf, or null */
  writtenBy: Person | null;
  contacts: readonly Person[];
  /** of the organisation's catalogue; `id` is the backend's own, null for an entry that did not come from this backend */
  category: { id: string | null; name: string } | null;
  answers: readonly LabelledValue[];
  impact: Impact | null;
  urgency: Urgency | null;
  /** of the device it came from */
  hostname: string;
  userName: string;
  /** the machine facts that the requester agreed to send, with labels */
  facts: readonly LabelledValue[];
  createdAt: string;
}

/** The fields of every operation on an existing ticket. */
export interface Subject {
  key: string;
  /** the backend's own reference of the ticket */
  ticketRef: string;
}

export interface NewComment extends Subject {
  /** only the technicians of the backend see it; of a backend that takes notes from staff */
  internal: boolean;
  /** the address is empty for a technician of another backend */
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
  /** Returns a signed URL of our copy, valid for `days`, for backends that accept no files. */
  link(days: number): string;
}

/**
 * An act of a participant, a resolution made in another backend, whose solution may be empty, or an act of staff here. The
 * backend's own rules decide.
 */
export type Transition = Subject & {
  /** who acts; null for the other backend */
  by: Person | null;
  /** staff asked for it here: one that the status does not allow fails with `refused`, so that they learn of it */
  byStaff: boolean;
} & (
    | { act: RequesterAct | 'resume' }
    | { act: 'resolve'; solution: string }
    /** `reason` is for the requester */
    | { act: 'set-pending'; reason: string }
    | { act: 'assign'; to: Person }
  );

/** Replaces an earlier rating. */
export interface Rating extends Subject, Satisfaction {}

export interface NewContact extends Subject {
  contact: Person;
  /** all contacts, the new one included: some backends replace the whole set */
  contacts: readonly Person[];
}

/**
 * Why an operation failed. It may have been carried out all the same, except after `limited`, `refused` and `barred`.
 * - unreachable: network, timeout, maintenance, a crash, a proxy's page; retried for days. `isOver`: the backend works on it no
 *   longer, because it was not reached or has answered; otherwise it may still be at it. `answers`: just before, it had answered
 *   a question, and so is not away
 * - barred: the backend refuses Guichet itself, such as its password: everything waits. `perhaps`: or only this item, as where
 *   a right is missing
 * - limited: rate limit; `retryAfter` in milliseconds; with `ticketOnly` only this ticket has to wait
 * - refused: a retry alone will not help
 * - gone: the ticket no longer exists there
 */
export type Failure =
  | { kind: 'unreachable'; reason: Reason; isOver?: true; answers?: true }
  | { kind: 'barred'; reason: Reason; perhaps?: true }
  | { kind: 'refused' | 'gone'; reason: Reason }
  | { kind: 'limited'; reason: Reason; retryAfter: number; ticketOnly?: true };

/** `reason` is stored with the delivery and shown to staff in the console: it must hold no secret. */
export type OperationResult<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The object in the backend that carries a key: a ticket, a comment, a file or an act. */
export interface Found {
  ref: string;
  /** of a ticket; null for anything else, or while the backend has not assigned it */
  number: string | null;
  /** the ticket's status after the operation; null where it is unchanged or unknown */
  status: TicketStatus | null;
  /** of a ticket that was looked up: the address of the person whose ticket it is there; null or left out where it is not known */
  requester?: string | null;
}

/** The query before a retry. `ticketRef` is null for a ticket that may not exist yet. */
export interface KeyLookup {
  key: string;
  operation: Operation;
  ticketRef: string | null;
  /** time of the first attempt: nothing older can carry the key */
  since: string;
  /** of an attachment, for backends that identify files by name */
  fileName: string | null;
}

/** An object that may be in the backend twice. */
export interface DoubleQuestion extends KeyLookup {
  /** of the one that is kept */
  ref: string;
  /** of its ticket, for people; null where it has none */
  number: string | null;
}

/** Objects beside the one that is kept, as people there know them. */
export interface Doubles {
  /** closed, or removed where there is nothing to close */
  ended: readonly string[];
  /** still there: the backend does not let them be ended from here */
  left: readonly string[];
}

/** A public comment in the backend. */
export interface BackendComment {
  /** stable between readings, unique in its ticket */
  ref: string;
  author: string;
  /** plain text */
  body: string;
  createdAt: string;
  /** our idempotency key, when Guichet wrote the comment */
  key: string | null;
  /** its sender, where nothing proves that they write for the backend: staff see the comment, and nobody else */
  unprovenSender?: string;
  /** a mail system reports that one of our mails did not arrive: for staff alone */
  isBounce?: true;
  /** all that stands in the mail, where `body` is a part of it: for staff */
  whole?: string | null;
  /** its files, which are stored; left out where the backend brings none */
  files?: readonly Attachment[];
  /** its files that are still there: they are fetched when the comment is new */
  filesThere?: readonly BackendFile[];
}

/** The current state of a ticket in the backend. A null field is unknown, not emptied. */
export interface TicketChange {
  ref: string;
  number: string | null;
  status: TicketStatus | null;
  /** the backend's own name of the status, shown where `status` is unknown */
  backendStatus: string | null;
  technician: string | null;
  solution: string | null;
  /** what a pending ticket waits for, in words for the requester; left out where the backend does not tell it */
  pendingReason?: string | null;
  /** all public comments, oldest first */
  comments: readonly BackendComment[];
  /** of a backend whose news may come late or twice: a number that grows with them. One that is not higher changes no status */
  seq?: number;
}

export interface Changes {
  tickets: readonly TicketChange[];
  /** for the next call */
  cursor: string;
  /** more changes can be read at once */
  more: boolean;
  /** the last item that was not accepted, and why; null where what was left out before has been read since */
  leftOut?: Reason | null;
}

/** One leaf of the backend's catalogue that an organisation may use. */
export type BackendService = BackendEntry;

/** What a backend can do; nothing else is offered to users or staff. */
export type Capabilities = BackendCapabilities;

/** One check of the connection. */
export type Check = ConnectionCheck;

export interface Connector {
  readonly capabilities: Capabilities;
  /** Tests the connection without leaving a trace. Stops at a failure that makes the other checks pointless. */
  check(): Promise<Check[]>;
  createTicket(operation: NewTicket): Promise<OperationResult<Found>>;
  addComment(operation: NewComment): Promise<OperationResult<Found>>;
  addAttachment(operation: NewAttachment): Promise<OperationResult<Found>>;
  /**
   * An act that the ticket's status no longer allows is not a failure, except of staff: it was superseded, and the status is
   * unchanged.
   */
  transition(operation: Transition): Promise<OperationResult<Found>>;
  rate(operation: Rating): Promise<OperationResult<Found>>;
  addContact(operation: NewContact): Promise<OperationResult<Found>>;
  /** Called before every retry of an operation whose outcome is unknown. */
  findByKey(question: KeyLookup): Promise<OperationResult<Found | null>>;
  /**
   * Ends what the backend has under the key beside the object that is kept. Left out where the backend takes a key only once, or
   * cannot be asked.
   */
  endDoubles?(question: DoubleQuestion): Promise<OperationResult<Doubles>>;
  /** Returns the changes since `cursor`; null starts a cursor at this moment. Changes may be repeated. */
  changesSince(cursor: string | null): Promise<OperationResult<Changes>>;
  /**
   * Returns the cursor that reads this ticket as well, whatever has changed: its news may have been read before it was known to be
   * ours. Left out where the backend cannot be asked for one ticket.
   */
  readAlong?(cursor: string, ticketRef: string): string;
  /** Returns the leaves that the organisation of this name may choose. */
  catalogue(organisation: string): Promise<OperationResult<BackendService[]>>;
  /** Finds people of an organisation by a part of their name or address. */
  people(organisation: string, search: string): Promise<OperationResult<Person[]>>;
  /**
   * Returns the acts of participants that this ticket takes there, where it is not all that the backend takes; null for a ticket that
   * is not there yet.
   */
  actsOn?(ticketRef: string | null): readonly RequesterAct[];
  /** Returns the address at which technicians see the ticket there; null or left out where it is not known. */
  addressOf?(ticketRef: string): string | null;
  /** Closes connections that stay open between operations. */
  close(): Promise<void>;
}

/** The environment of connectors; tests pass fakes. */
export interface ConnectorParts {
  fetch: typeof fetch;
  now(): Date;
  /** in milliseconds */
  timeout: number;
  /** resolves the names of servers; the system does by default */
  resolve?: Resolve;
}
