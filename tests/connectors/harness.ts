// What the contract suite requires of a backend, fake or real: access to its data, its failures and its clock.

import type { TicketStatus } from '../../contract/primitives.ts';
import type { Connector, Person } from '../../server/connectors/connector.ts';
import type { Operation } from '../../server/storage/operation.ts';

/** A ticket as the backend stores it, read without the connector. */
export interface BackendTicket {
  ref: string;
  number: string | null;
  title: string;
  /** plain text, in whatever format the backend stores it */
  description: string;
  requesterEmail: string;
  status: TicketStatus | null;
  /** public, oldest first; plain text */
  comments: { author: string; body: string }[];
  attachments: { name: string; bytes: Buffer }[];
  contactEmails: string[];
  /** internal notes, plain text; left out where they cannot be read */
  notes?: string[];
  /** why it is pending, where it has a field for it */
  pendingReason?: string;
  /** all stored ratings; left out where they cannot be read */
  ratings?: { score: number; comment: string }[];
}

/**
 * A failure of the connector's next call that writes:
 * - lost: carried out, but the answer is lost
 * - broken: not carried out, because the connection breaks
 * - limited: refused by a rate limit, with Retry-After
 */
export type Mishap = 'lost' | 'broken' | 'limited';

/** Abilities that a harness may lack, with a reason: tests that need them are listed, not run. */
export type Ability =
  | Mishap
  | 'down'
  | 'replies'
  /** replies with an author that the harness chooses */
  | 'authors'
  | 'moves'
  /** a status 'assigned' that differs from 'new' */
  | 'assigns'
  | 'approvals'
  | 'solutions'
  | 'deletes'
  | 'large files'
  | 'requesters';

export interface Harness {
  connector: Connector;
  /** a connector to the same backend with wrong credentials */
  badConnector?: Connector;
  /** reasons for the abilities that it lacks */
  cannot?: Partial<Record<Ability, string>>;
  /** Returns the addresses of all people in the backend, one for each entry. */
  requesters?(): Promise<string[]>;
  /** an organisation that exists in the backend */
  organisation: string;
  /** a person of the organisation who exists in the backend; `unknown` does not */
  known: Person;
  unknown: Person;
  /** one of its technicians; left out where staff here cannot assign tickets */
  technician?: Person;
  /** a leaf of its catalogue; null where it has none */
  category: { id: string; name: string } | null;
  /** Makes the next call of this operation fail; for 'create-ticket' the call that creates, not a lookup before it. */
  spoilNext(mishap: Mishap, operation: Operation): void;
  /** All calls fail until this is called with false. */
  goDown(isDown: boolean): void;
  tickets(): Promise<BackendTicket[]>;
  ticket(ref: string): Promise<BackendTicket>;
  /** Adds a reply of a technician in the backend. */
  replies(ref: string, author: string, body: string): Promise<void>;
  moves(ref: string, status: TicketStatus, more?: { solution?: string; technician?: string }): Promise<void>;
  /** Its technician passes the ticket on to another one, with an internal note; left out where nobody else works on it. */
  reassigns?(ref: string, note: string): Promise<void>;
  deletes(ref: string): Promise<void>;
  /** null where the backend always has our clock and time zone */
  setClock: ((skewMs: number, timeZone: string) => void) | null;
  close(): Promise<void>;
}
