// The one table of what crosses between the agent's windows and its main process. Preload and handlers derive from it.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { BackendGaps, Catalogue, EntryId, FieldId } from './catalogue.ts';
import type { NoticeName, RequestName } from './channels.ts';
import { Requester, SendTokenResponse, Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import { Person } from './people.ts';
import {
  IdempotencyKey,
  Impact,
  Instant,
  Language,
  LIMITS,
  Sha256,
  TicketKind,
  TicketStatus,
  Urgency,
} from './primitives.ts';
import type { Result } from './result.ts';
import { SentFact } from './sync.ts';
import { Attachment, Participation, RequesterAct, Satisfaction, TicketSnapshot } from './ticket.ts';
import { UpdateState } from './update.ts';

/** What the agent says of itself, worst first; the tray shows the same. */
export const AgentCondition = z.enum([
  'needs-attention',
  'waiting-for-activation',
  'confirm-address',
  'offline',
  'ready',
]);
export type AgentCondition = z.infer<typeof AgentCondition>;

/** What IT allows on this computer: the server's policy and Windows' own, the stricter of both. */
export const AgentPolicy = z.object({
  screenshots: z.boolean(),
  /** facts about the machine */
  facts: z.boolean(),
  /** file name endings without the dot that may be attached; null admits any */
  fileTypes: z.array(z.string()).nullable(),
  /** largest file, 1 MB being 1,048,576 bytes */
  attachmentMegabytes: z.int().min(1),
});
export type AgentPolicy = z.infer<typeof AgentPolicy>;

export const AppState = z.object({
  condition: AgentCondition,
  /** why attention is needed */
  problem: GuichetError.nullable(),
  /** what the server last said; null before the first enrolment, kept while offline */
  standing: Standing.nullable(),
  online: z.boolean(),
  /** commands in the outbox that the server has not accepted */
  waiting: z.int().min(0),
  /** tickets in which something was not read yet */
  unread: z.int().min(0),
  policy: AgentPolicy,
  /** the key in force, such as `Ctrl+F12`; null when every candidate was taken */
  hotkey: z.string().nullable(),
  language: Language,
  /** the system's accent colour as #rrggbb; null where it has none */
  accent: z.string().nullable(),
  version: z.string(),
  update: UpdateState,
  hostname: z.string(),
  userName: z.string(),
});
export type AppState = z.infer<typeof AppState>;

export const DraftAttachment = z.object({
  /** a picture's address is guichet://app/picture/<id>; it is there once `size` is known */
  id: z.uuid(),
  kind: z.enum(['picture', 'file']),
  name: z.string(),
  /** only what is included is sent; the displays that the pointer was not on begin left out */
  included: z.boolean(),
  /** bytes; null while it is still being encoded or read */
  size: z.int().min(1).nullable(),
  /** pixels; null for a file */
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
});
export type DraftAttachment = z.infer<typeof DraftAttachment>;

/** An answer as it is being given: a number or a date as typed, an option's or a person's name with its id or address. */
export const DraftAnswer = z.object({
  value: z.string().max(100_000),
  reference: z.string().max(254).nullable(),
});
export type DraftAnswer = z.infer<typeof DraftAnswer>;

/** What the form holds, half filled as it may be. A message to a ticket uses `description` alone. */
export const DraftContent = z.object({
  title: z.string().max(100_000),
  description: z.string().max(1_000_000),
  categoryId: EntryId.nullable(),
  /** by field; those of a category that was left again are kept, and not sent */
  answers: z.record(FieldId, DraftAnswer),
  ticketKind: TicketKind,
  impact: Impact.nullable(),
  urgency: Urgency.nullable(),
  onBehalfOf: Person.nullable(),
  contacts: z.array(Person).max(LIMITS.contacts),
  /** names of the facts that were taken out */
  withheldFacts: z.array(z.string().max(64)).max(LIMITS.facts),
});
export type DraftContent = z.infer<typeof DraftContent>;

export const Draft = z.object({
  id: z.uuid(),
  /** the ticket a message is for; null for a new ticket */
  ticketId: IdempotencyKey.nullable(),
  content: DraftContent,
  attachments: z.array(DraftAttachment),
  /** as they would be sent, in the order of FACT_NAMES; they come in while the form is open */
  facts: z.array(SentFact),
  /** no more facts will come */
  factsComplete: z.boolean(),
  /** why the help desk refused it when it was sent, or why there is no picture */
  problem: GuichetError.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** A draft that waits: left by a crash or a restart, saved, or refused. */
export const DraftSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  savedAt: Instant,
  problem: GuichetError.nullable(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** What to take a picture of: every display, one window, or a part of the display under the pointer. */
export const CaptureSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('screens') }),
  z.object({ kind: z.literal('window'), windowId: z.string().max(200) }),
  z.object({ kind: z.literal('region') }),
]);
export type CaptureSource = z.infer<typeof CaptureSource>;

/** A window that can be taken a picture of. */
export const CapturableWindow = z.object({
  id: z.string(),
  name: z.string(),
  /** data: address of a small picture */
  thumbnail: z.string(),
});
export type CapturableWindow = z.infer<typeof CapturableWindow>;

/** In pixels of the picture. */
export const Region = z.object({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type Region = z.infer<typeof Region>;

const LARGEST_PICTURE = 64 * 1024 * 1024;
const Png = z.instanceof(Uint8Array).refine(({ length }) => length <= LARGEST_PICTURE);

/** Files as the preload hands them over: from the disk by path, from the clipboard by content. */
export const AttachFiles = z.object({
  id: z.uuid(),
  files: z
    .array(
      z.union([
        z.object({ path: z.string().min(1).max(32_767) }),
        z.object({ name: z.string().max(1000), bytes: z.instanceof(Uint8Array) }),
      ]),
    )
    .max(10_000),
});
export type AttachFiles = z.infer<typeof AttachFiles>;
export interface AttachedFiles {
  attached: number;
  /** why the others were not, one each; a thousand files too many are one refusal */
  refused: GuichetError[];
}

/** Where a ticket is on its way: saved here, accepted by the server, or created by the help desk. */
export const TicketPlace = z.enum(['saved', 'sent', 'created']);
export type TicketPlace = z.infer<typeof TicketPlace>;

/** Bytes of its files that have reached the server. */
export const UploadProgress = z.object({ sent: z.int().min(0), size: z.int().min(1) });
export type UploadProgress = z.infer<typeof UploadProgress>;

export const MyTicket = z.object({
  id: IdempotencyKey,
  place: TicketPlace,
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
  /** null when no file is on its way */
  progress: UploadProgress.nullable(),
});
export type MyTicket = z.infer<typeof MyTicket>;

/** Mine that are not closed; mine that are; those of others in which I take part. */
export const TicketShelf = z.enum(['open', 'closed', 'invited']);
export type TicketShelf = z.infer<typeof TicketShelf>;

export const TicketListQuery = z.object({
  shelf: TicketShelf,
  /** looks through all tickets whatever the shelf: number, title, technician, every word of it */
  search: z.string().max(200),
  /** also those closed more than a month ago */
  older: z.boolean(),
  limit: z.int().min(1).max(10_000),
});
export type TicketListQuery = z.infer<typeof TicketListQuery>;
/** The last updated first; `total` counts those beyond the limit too. */
export const TicketList = z.object({ tickets: z.array(MyTicket), total: z.int().min(0) });
export type TicketList = z.infer<typeof TicketList>;

/** A ticket with what still waits in the outbox for it. */
export const MyTicketDetail = z.object({
  place: TicketPlace,
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
  progress: UploadProgress.nullable(),
});
export type MyTicketDetail = z.infer<typeof MyTicketDetail>;

export const MyAnnouncement = z.object({
  announcement: Announcement,
  /** no: "me too" was not said; waiting: it was, and the server does not know yet; joined */
  joined: z.enum(['no', 'waiting', 'joined']),
});
export type MyAnnouncement = z.infer<typeof MyAnnouncement>;

export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;

/** As Electron writes it, such as `Ctrl+Shift+F11`. */
export const Accelerator = z.string().regex(/^(?:(?:Ctrl|Alt|Shift|Super)\+){0,4}[A-Za-z0-9]{1,20}$/);

export const PersonalSettings = z.object({
  fullName: z.string().max(LIMITS.fullName),
  email: z.string().max(254),
  phone: z.string().max(50),
  site: z.string().max(200),
  room: z.string().max(100),
  language: Language,
  theme: Theme,
  /** null: the first of Guichet's own list that is free */
  hotkey: Accelerator.nullable(),
  startAtSignIn: z.boolean(),
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;
/** The settings that IT may impose by policy. */
export const ImposedSetting = z.enum(['language', 'hotkey', 'startAtSignIn']);
export type ImposedSetting = z.infer<typeof ImposedSetting>;

/** free: nobody else has it; yours: Guichet has it already; taken: another program has it; unusable: not a key for this. */
export const HotkeyVerdict = z.enum(['free', 'yours', 'taken', 'unusable']);
export type HotkeyVerdict = z.infer<typeof HotkeyVerdict>;

/** `region` and `countdown` are parts of taking a picture: windows that no other window can open. */
export const Screen = z.enum(['capture', 'tickets', 'settings', 'about', 'region', 'countdown']);
export type Screen = z.infer<typeof Screen>;
export const OpenableScreen = Screen.exclude(['region', 'countdown']);
export type OpenableScreen = z.infer<typeof OpenableScreen>;

const none = z.void();
const ofDraft = z.object({ id: z.uuid() });
const ofAttachment = z.object({ id: z.uuid(), attachmentId: z.uuid() });
const ofTicket = z.object({ id: IdempotencyKey });

/** Requests from a window. Each is answered by a Result whose value is `out`. */
export const REQUESTS = {
  'app:state': { in: none, out: AppState },
  'window:open': { in: OpenableScreen, out: none },
  'window:close': { in: none, out: none },

  /** the draft the form shows; null where no ticket may be opened or nothing was begun */
  'draft:current': { in: none, out: Draft.nullable() },
  /** the drafts of new tickets that the form does not show, the last saved first */
  'draft:others': { in: none, out: z.array(DraftSummary) },
  /** shows one of them in the form; the one shown before stays among the others, if a word is in it */
  'draft:open': { in: ofDraft, out: none },
  /** the message being written to a ticket, begun if there is none */
  'draft:of-ticket': { in: ofTicket, out: Draft },
  'draft:write': { in: z.object({ id: z.uuid(), content: DraftContent }), out: none },
  /** keeps the pictures too, sealed on this computer, until the draft is sent or discarded */
  'draft:save': { in: ofDraft, out: none },
  'draft:discard': { in: ofDraft, out: none },
  /** `act` goes with a message: "It still fails" reopens the ticket after it */
  'draft:submit': {
    in: z.object({ id: z.uuid(), content: DraftContent, act: RequesterAct.nullable() }),
    out: z.object({ ticketId: IdempotencyKey }),
  },
  /** hides the windows of Guichet, waits, takes the picture, shows them again; `replaces` goes when it is there */
  'draft:capture': {
    in: z.object({
      id: z.uuid(),
      source: CaptureSource,
      delaySeconds: z.int().min(0).max(10),
      replaces: z.uuid().nullable(),
    }),
    out: none,
  },
  /** a picture made in the window, from the clipboard */
  'draft:add-picture': { in: z.object({ id: z.uuid(), png: Png }), out: none },
  /** the picture with its marks; the former one is gone from then on */
  'draft:replace-picture': { in: ofAttachment.extend({ png: Png }), out: none },
  'draft:include': { in: ofAttachment.extend({ included: z.boolean() }), out: none },
  'draft:remove': { in: ofAttachment, out: none },

  'capture:windows': { in: none, out: z.array(CapturableWindow) },
  /** asked by the region window: what to choose a part of */
  'region:picture': { in: none, out: z.object({ id: z.uuid(), width: z.int(), height: z.int() }).nullable() },
  /** null: no part, the picture is not taken */
  'region:choose': { in: Region.nullable(), out: none },

  'catalogue:read': {
    in: none,
    out: z.object({ catalogue: Catalogue.nullable(), recent: z.array(EntryId), backendGaps: BackendGaps }),
  },
  /** `fromMemory`: the help desk could not be asked, these are from its last answers */
  'people:search': {
    in: z.object({ search: z.string().max(100) }),
    out: z.object({ people: z.array(Person), fromMemory: z.boolean() }),
  },
  /** those in force now */
  'announcements:list': { in: none, out: z.array(MyAnnouncement) },
  'announcements:join': { in: z.object({ id: z.uuid() }), out: none },

  'tickets:list': { in: TicketListQuery, out: TicketList },
  'tickets:open': { in: ofTicket, out: MyTicketDetail },
  /** opens My tickets at this ticket, as a click on its toast does */
  'tickets:show': { in: ofTicket, out: none },
  'tickets:act': { in: ofTicket.extend({ act: RequesterAct }), out: none },
  'tickets:rate': { in: ofTicket.extend({ rating: Satisfaction }), out: none },
  /** saves a file of the ticket in the user's downloads and shows it there; answers its name */
  'tickets:save-file': { in: ofTicket.extend({ sha256: Sha256 }), out: z.object({ name: z.string() }) },

  'settings:read': {
    in: none,
    out: z.object({
      settings: PersonalSettings,
      imposed: z.array(ImposedSetting),
      /** where the last token went, in lower case; null when none was asked for, or it was typed or has expired */
      tokenSentTo: z.string().nullable(),
    }),
  },
  'settings:write': { in: PersonalSettings, out: none },
  'settings:try-hotkey': { in: z.object({ accelerator: z.string().max(100) }), out: HotkeyVerdict },
  'settings:send-token': {
    in: z.object({ fullName: z.string(), email: z.string() }),
    out: SendTokenResponse,
  },
  'settings:confirm': {
    in: z.object({ fullName: z.string(), email: z.string(), token: z.string() }),
    out: Requester,
  },

  /** restarts with the update that is ready, at once or when nothing is in the way */
  'update:restart': { in: none, out: none },
} as const satisfies Record<RequestName, { in: z.ZodType; out: z.ZodType }>;
export type RequestIn<N extends RequestName> = z.input<(typeof REQUESTS)[N]['in']>;
export type RequestOut<N extends RequestName> = z.output<(typeof REQUESTS)[N]['out']>;

/** What the main process tells its windows. */
const NOTICES = {
  'app:state': AppState,
  /** the form is being shown with this draft, or it was changed by more than typing */
  'draft:shown': Draft.nullable(),
  /** this draft of a message was changed by more than typing */
  'draft:changed': Draft,
  'catalogue:changed': none,
  'announcements:changed': none,
  /** read the list, and the open ticket, again */
  'tickets:changed': z.object({ ids: z.array(IdempotencyKey) }),
  /** show this ticket: its toast was clicked */
  'tickets:show': ofTicket,
} as const satisfies Record<NoticeName, z.ZodType>;
export type Notice<N extends NoticeName> = z.output<(typeof NOTICES)[N]>;

/** `window.guichet`: all that a window can reach outside itself. */
export interface Bridge {
  ask: { [N in RequestName]: (input: RequestIn<N>) => Promise<Result<RequestOut<N>>> };
  /** Calls the listener at each notice; the answer stops it. */
  hear: { [N in NoticeName]: (listener: (notice: Notice<N>) => void) => () => void };
  /** Attaches files that a person picked, dropped or pasted to a draft. */
  attachFiles(draftId: string, files: readonly File[]): Promise<Result<AttachedFiles>>;
}
