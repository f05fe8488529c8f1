// What every backend of the help desk must be able to do. Each operation carries its idempotency key to the last hop.
import type { z } from 'zod';
import type { TicketKind } from '../../contract/words.ts';

export interface NewTicket {
  key: string;
  kind: z.infer<typeof TicketKind>;
  title: string;
  description: string;
  organisation: string;
  requester: { email: string; fullName: string };
}

export interface NewComment {
  key: string;
  /** the backend's own reference of the ticket */
  ticketRef: string;
  authorName: string;
  body: string;
}

/** `reason` is a sentence for staff: it is kept beside the delivery and shown in the console. */
export type Answer<T> = { ok: true; value: T } | { ok: false; reason: string };

/** What carries a key in the backend; `number` is null for a comment. */
export interface Found {
  ref: string;
  number: string | null;
}

export interface Connector {
  readonly kind: string;
  createTicket(operation: NewTicket): Promise<Answer<{ ref: string; number: string }>>;
  addComment(operation: NewComment): Promise<Answer<{ ref: string }>>;
  /** Asked before every retry whose outcome is unknown. */
  findByKey(key: string): Promise<Answer<Found | null>>;
}
