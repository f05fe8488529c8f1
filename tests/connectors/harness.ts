// What the contract suite needs of a backend, fake or real: to look into it, to spoil its answers, and to move its clock.

import type { TicketStatus } from '../../contract/primitives.ts';
import type { Connector, Person } from '../../server/connectors/connector.ts';
import type { Operation } from '../../server/storage/operation.ts';

/** A ticket as it lies in the backend, read behind the connector's back. */
export interface BackendTicket {
  ref: string;
  number: string | null;
  title: string;
  /** plain text, however the backend keeps it */
  description: string;
  requesterEmail: string;
  status: TicketStatus | null;
  /** public, oldest first; plain text */
  comments: { author: string; body: string }[];
  attachments: { name: string; bytes: Buffer }[];
  contactEmails: string[];
  /** what it was rated, one for each that lies there; left out where it cannot be read */
  ratings?: { score: number; comment: string }[];
}

/**
 * What happens to the next writing call of the connector, once:
 * - lost: carried out, and the answer never comes
 * - broken: not carried out, the connection ends
 * - limited: refused with the time after which to come back
 */
export type Mishap = 'lost' | 'broken' | 'limited';

/** What a harness may be unable to do, and then says why: the tests that need it are told, not run. */
export type Ability =
  | Mishap
  | 'down'
  | 'replies'
  /** replies whose author the harness chooses */
  | 'authors'
  | 'moves'
  /** a move to 'assigned' that can be told from 'new' */
  | 'assigns'
  | 'approvals'
  | 'solutions'
  | 'deletes'
  | 'large files'
  | 'requesters';

export interface Harness {
  connector: Connector;
  /** The same backend with credentials it does not take. */
  badConnector?: Connector;
  /** Each with its reason; left out where the harness can do everything below. */
  cannot?: Partial<Record<Ability, string>>;
  /** Addresses of all people the backend knows, one for each entry it has of them. */
  requesters?(): Promise<string[]>;
  /** an organisation the backend knows */
  organisation: string;
  /** somebody of it the backend knows already, and somebody it does not */
  known: Person;
  unknown: Person;
  /** id of a leaf of its catalogue, null where it has none */
  category: { id: string; name: string } | null;
  /** 'create-ticket' spoils the call that creates, not a lookup before it */
  spoilNext(mishap: Mishap, operation: Operation): void;
  /** Everything fails until it is called with false. */
  goDown(isDown: boolean): void;
  tickets(): Promise<BackendTicket[]>;
  ticket(ref: string): Promise<BackendTicket>;
  /** Somebody of the backend's side. */
  replies(ref: string, author: string, body: string): Promise<void>;
  moves(ref: string, status: TicketStatus, more?: { solution?: string; technician?: string }): Promise<void>;
  deletes(ref: string): Promise<void>;
  /** null where the backend cannot have a clock or a zone other than ours */
  setClock: ((skewMs: number, timeZone: string) => void) | null;
  close(): Promise<void>;
}
