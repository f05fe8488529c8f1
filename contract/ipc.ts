// The one table of what crosses between the agent's windows and its main process. Preload and handlers derive from it.
import { z } from 'zod';
import type { NoticeName, RequestName } from './channels.ts';
import { Requester, SendTokenResponse, Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import type { Result } from './result.ts';
import { TicketSnapshot } from './ticket.ts';
import { IdempotencyKey, Instant, Language, LIMITS, TicketStatus } from './words.ts';

/** What the agent says of itself, worst first; the tray shows the same. */
export const AgentCondition = z.enum([
  'needs-attention',
  'waiting-for-activation',
  'confirm-address',
  'offline',
  'ready',
]);
export type AgentCondition = z.infer<typeof AgentCondition>;

export const AppState = z.object({
  condition: AgentCondition,
  /** why attention is needed */
  problem: GuichetError.nullable(),
  /** what the server last said; null before the first enrolment, kept while offline */
  standing: Standing.nullable(),
  online: z.boolean(),
  /** commands in the outbox that the server has not accepted */
  waiting: z.int().min(0),
  /** the key in force, such as `Ctrl+F12`; null when every candidate was taken */
  hotkey: z.string().nullable(),
  language: Language,
  version: z.string(),
  hostname: z.string(),
  userName: z.string(),
});
export type AppState = z.infer<typeof AppState>;

export const DraftPicture = z.object({
  id: z.uuid(),
  /** under guichet://app/picture/; the picture is there once `size` is known */
  name: z.string(),
  width: z.int().min(1),
  height: z.int().min(1),
  /** bytes; null while the picture is still being encoded */
  size: z.int().min(1).nullable(),
});
export type DraftPicture = z.infer<typeof DraftPicture>;

export const Draft = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  pictures: z.array(DraftPicture),
  /** why the help desk refused it when it was sent, or why there is no picture */
  problem: GuichetError.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** As typed: the form may be half filled. */
export const DraftText = z.object({
  id: z.uuid(),
  title: z.string().max(100_000),
  description: z.string().max(1_000_000),
});

/** Where a ticket is on its way: saved here, accepted by the server, or created by the help desk. */
export const TicketPlace = z.enum(['saved', 'sent', 'created']);
export type TicketPlace = z.infer<typeof TicketPlace>;

export const MyTicket = z.object({
  id: IdempotencyKey,
  place: TicketPlace,
  number: z.string().nullable(),
  title: z.string(),
  status: TicketStatus,
  technician: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  /** something arrived since the ticket was last opened */
  unread: z.boolean(),
});
export type MyTicket = z.infer<typeof MyTicket>;

/** A ticket with what still waits in the outbox for it. */
export const MyTicketDetail = z.object({
  place: TicketPlace,
  ticket: TicketSnapshot,
  waitingComments: z.array(z.object({ id: IdempotencyKey, body: z.string(), submittedAt: Instant })),
});
export type MyTicketDetail = z.infer<typeof MyTicketDetail>;

export const PersonalSettings = z.object({
  fullName: z.string().max(LIMITS.fullName),
  email: z.string().max(254),
  language: Language,
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;

export const Screen = z.enum(['capture', 'tickets', 'settings', 'about']);
export type Screen = z.infer<typeof Screen>;

const none = z.void();

/** Requests from a window. Each is answered by a Result whose value is `out`. */
export const REQUESTS = {
  'app:state': { in: none, out: AppState },
  'window:open': { in: Screen, out: none },
  'window:close': { in: none, out: none },

  /** the draft the form shows; null where no ticket may be opened or nothing was begun */
  'draft:current': { in: none, out: Draft.nullable() },
  'draft:write': { in: DraftText, out: none },
  'draft:retake': { in: z.object({ id: z.uuid() }), out: none },
  'draft:remove-picture': { in: z.object({ id: z.uuid(), pictureId: z.uuid() }), out: none },
  'draft:discard': { in: z.object({ id: z.uuid() }), out: none },
  'draft:submit': { in: DraftText, out: z.object({ ticketId: IdempotencyKey }) },

  'tickets:list': { in: none, out: z.array(MyTicket) },
  'tickets:open': { in: z.object({ id: IdempotencyKey }), out: MyTicketDetail },
  /** opens My tickets at this ticket, as a click on its toast does */
  'tickets:show': { in: z.object({ id: IdempotencyKey }), out: none },
  'tickets:comment': { in: z.object({ id: IdempotencyKey, body: z.string().max(1_000_000) }), out: none },

  'settings:read': { in: none, out: PersonalSettings },
  'settings:write': { in: PersonalSettings, out: none },
  'settings:send-token': {
    in: z.object({ fullName: z.string(), email: z.string() }),
    out: SendTokenResponse,
  },
  'settings:confirm': {
    in: z.object({ fullName: z.string(), email: z.string(), token: z.string() }),
    out: Requester,
  },
} as const satisfies Record<RequestName, { in: z.ZodType; out: z.ZodType }>;
export type RequestIn<N extends RequestName> = z.input<(typeof REQUESTS)[N]['in']>;
export type RequestOut<N extends RequestName> = z.output<(typeof REQUESTS)[N]['out']>;

/** What the main process tells its windows. */
export const NOTICES = {
  'app:state': AppState,
  /** the form is being shown with this draft, or its pictures changed */
  'draft:shown': Draft.nullable(),
  /** read the list, and the open ticket, again */
  'tickets:changed': z.object({ ids: z.array(IdempotencyKey) }),
  /** show this ticket: its toast was clicked */
  'tickets:show': z.object({ id: IdempotencyKey }),
} as const satisfies Record<NoticeName, z.ZodType>;
export type Notice<N extends NoticeName> = z.output<(typeof NOTICES)[N]>;

/** `window.guichet`: all that a window can reach outside itself. */
export interface Bridge {
  ask: { [N in RequestName]: (input: RequestIn<N>) => Promise<Result<RequestOut<N>>> };
  /** Calls the listener at each notice; the answer stops it. */
  hear: { [N in NoticeName]: (listener: (notice: Notice<N>) => void) => () => void };
}
