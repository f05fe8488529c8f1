// The IPC of the windows that show tickets: My tickets, and the form after Send.
import { z } from 'zod';
import type { NoticeName, RequestName } from './channels.ts';
import { IdempotencyKey, Instant, Sha256, TicketStatus } from './primitives.ts';
import { Attachment, Participation, RequesterAct, Satisfaction, TicketSnapshot } from './ticket.ts';

/**
 * How far a ticket has come: saved here, accepted by the server, or created by the help desk; missing: a server that came back from an
 * older backup no longer has it, and it cannot be sent again from here.
 */
export const TicketStage = z.enum(['saved', 'sent', 'created', 'missing']);
export type TicketStage = z.infer<typeof TicketStage>;

/** Bytes of the ticket's files that have reached the server, of all their bytes. */
export const UploadProgress = z.object({ sent: z.int().min(0), size: z.int().min(1) });
export type UploadProgress = z.infer<typeof UploadProgress>;

/** A row of My tickets. */
export const MyTicket = z.object({
  id: IdempotencyKey,
  stage: TicketStage,
  number: z.string().nullable(),
  title: z.string(),
  status: TicketStatus,
  you: Participation,
  technician: z.string().nullable(),
  ...TicketSnapshot.pick({ statusText: true, numberAwaited: true }).shape,
  createdAt: Instant,
  dueAt: Instant.nullable(),
  updatedAt: Instant,
  /** something arrived since the ticket was last opened */
  unread: z.boolean(),
  /** null when no file is being uploaded */
  progress: UploadProgress.nullable(),
});
export type MyTicket = z.infer<typeof MyTicket>;

/** open: the requester's own that are not closed; closed: their own that are; invited: those of other requesters. */
export const TicketShelf = z.enum(['open', 'closed', 'invited']);
export type TicketShelf = z.infer<typeof TicketShelf>;

/** The list to read. */
export const TicketListQuery = z.object({
  shelf: TicketShelf,
  /** matches all tickets on any shelf by number, title and technician; every word has to match */
  search: z.string().max(200),
  /** also lists tickets that were closed more than a month ago */
  older: z.boolean(),
  limit: z.int().min(1).max(10_000),
});
export type TicketListQuery = z.infer<typeof TicketListQuery>;

/** The last updated first; `total` also counts those beyond the limit. */
export const TicketList = z.object({ tickets: z.array(MyTicket), total: z.int().min(0) });
export type TicketList = z.infer<typeof TicketList>;

/** A ticket with the commands for it that are still in the outbox. */
export const MyTicketDetail = z.object({
  stage: TicketStage,
  ticket: TicketSnapshot,
  waitingComments: z.array(
    z.object({
      id: IdempotencyKey,
      body: z.string(),
      attachments: z.array(Attachment),
      submittedAt: Instant,
    }),
  ),
  waitingActs: z.array(RequesterAct),
  waitingRating: Satisfaction.nullable(),
  /** the server takes the first of these commands again at this moment, because much was sent before; null: at once */
  pausedUntil: Instant.nullable(),
  progress: UploadProgress.nullable(),
});
export type MyTicketDetail = z.infer<typeof MyTicketDetail>;

const none = z.void();
const ofTicket = z.object({ id: IdempotencyKey });

/** Requests about tickets. */
export const TICKET_REQUESTS = {
  'tickets:list': { in: TicketListQuery, out: TicketList },
  /** also marks the ticket as read */
  'tickets:open': { in: ofTicket, out: MyTicketDetail },
  /** opens My tickets at this ticket, as a click on its toast does */
  'tickets:show': { in: ofTicket, out: none },
  'tickets:act': { in: ofTicket.extend({ act: RequesterAct }), out: none },
  'tickets:rate': { in: ofTicket.extend({ rating: Satisfaction }), out: none },
  /** saves a file of the ticket in the user's downloads folder, shows it there and returns its name */
  'tickets:save-file': { in: ofTicket.extend({ sha256: Sha256 }), out: z.object({ name: z.string() }) },
} as const satisfies Partial<Record<RequestName, { in: z.ZodType; out: z.ZodType }>>;

/** Notices about tickets. */
export const TICKET_NOTICES = {
  /** the list, and the open ticket, have to be read again */
  'tickets:changed': z.object({ ids: z.array(IdempotencyKey) }),
  /** the window has to show this ticket: its toast was clicked */
  'tickets:show': ofTicket,
} as const satisfies Partial<Record<NoticeName, z.ZodType>>;
