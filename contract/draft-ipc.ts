// The IPC of the windows in which a person writes or takes a picture: drafts and their attachments.
import { z } from 'zod';
import { EntryId, FieldId } from './catalogue.ts';
import type { NoticeName, RequestName } from './channels.ts';
import { GuichetError } from './errors.ts';
import { Person } from './people.ts';
import { IdempotencyKey, Impact, Instant, LIMITS, TicketKind, Urgency } from './primitives.ts';
import { SentFact } from './sync.ts';
import { RequesterAct } from './ticket.ts';

/** A picture or a file of a draft. */
export const DraftAttachment = z.object({
  /** a picture's address is guichet://app/picture/<id>; it can be read once `size` is known */
  id: z.uuid(),
  kind: z.enum(['picture', 'file']),
  name: z.string(),
  /** only included attachments are sent; at first, of several displays only the one under the pointer is included */
  included: z.boolean(),
  /** bytes; null while the attachment is being encoded or read */
  size: z.int().min(1).nullable(),
  /** pixels; null for a file */
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
});
export type DraftAttachment = z.infer<typeof DraftAttachment>;

/** An answer while it is edited. `value` is a number or a date as typed, or the name of an option or a person. */
export const DraftAnswer = z.object({
  value: z.string().max(100_000),
  /** id of the option or address of the person; null for anything typed */
  reference: z.string().max(254).nullable(),
});
export type DraftAnswer = z.infer<typeof DraftAnswer>;

/** The content of the form, complete or not. A message to a ticket uses `description` alone. */
export const DraftContent = z.object({
  title: z.string().max(100_000),
  description: z.string().max(1_000_000),
  categoryId: EntryId.nullable(),
  /** by field; answers to a former category are kept, and not sent */
  answers: z.record(FieldId, DraftAnswer),
  ticketKind: TicketKind,
  impact: Impact.nullable(),
  urgency: Urgency.nullable(),
  onBehalfOf: Person.nullable(),
  contacts: z.array(Person).max(LIMITS.contacts),
  /** names of the facts that the person excluded */
  withheldFacts: z.array(z.string().max(64)).max(LIMITS.facts),
});
export type DraftContent = z.infer<typeof DraftContent>;

/** A draft as a window shows it. */
export const Draft = z.object({
  id: z.uuid(),
  /** the ticket that the message is for; null for a new ticket */
  ticketId: IdempotencyKey.nullable(),
  content: DraftContent,
  attachments: z.array(DraftAttachment),
  /** as they would be sent, in the order of FACT_NAMES; they are collected while the form is open */
  facts: z.array(SentFact),
  /** no more facts will come */
  factsComplete: z.boolean(),
  /** why the help desk refused the draft after it was sent, or why it has no picture */
  problem: GuichetError.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** A draft that is not open: left by a crash or a restart, saved, or refused. */
export const DraftSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  savedAt: Instant,
  problem: GuichetError.nullable(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** What a picture is taken of: every display, one window, or a part of the display under the pointer. */
export const CaptureSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('screens') }),
  z.object({ kind: z.literal('window'), windowId: z.string().max(200) }),
  z.object({ kind: z.literal('region') }),
]);
export type CaptureSource = z.infer<typeof CaptureSource>;

/** A window that a picture can be taken of. */
export const CapturableWindow = z.object({
  id: z.string(),
  name: z.string(),
  /** a small picture, as a `data:` URL */
  thumbnail: z.string(),
});
export type CapturableWindow = z.infer<typeof CapturableWindow>;

/** A rectangle, in pixels of the picture. */
export const Region = z.object({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type Region = z.infer<typeof Region>;

/** Bytes. */
const LARGEST_PICTURE = 64 * 1024 * 1024;
const Png = z.instanceof(Uint8Array).refine(({ length }) => length <= LARGEST_PICTURE);

/** Files as the preload passes them: by path when they are on the disk, by content when they are not. */
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

/** The answer to `AttachFiles`. */
export interface AttachedFiles {
  attached: number;
  /** why the other files were refused, one error each; all the files beyond the limit share one error */
  refused: GuichetError[];
}

const none = z.void();
const ofDraft = z.object({ id: z.uuid() });
const ofAttachment = z.object({ id: z.uuid(), attachmentId: z.uuid() });
const ofTicket = z.object({ id: IdempotencyKey });

/** Requests about drafts and their pictures. */
export const DRAFT_REQUESTS = {
  /** the draft that the form shows; null when no ticket may be opened or no draft was begun */
  'draft:current': { in: none, out: Draft.nullable() },
  /** the drafts of new tickets that the form does not show, the last saved first */
  'draft:others': { in: none, out: z.array(DraftSummary) },
  /** shows one of them in the form; the draft shown before joins the others, unless it is empty */
  'draft:open': { in: ofDraft, out: none },
  /** the message being written to a ticket; a new one when there is none */
  'draft:of-ticket': { in: ofTicket, out: Draft },
  'draft:write': { in: z.object({ id: z.uuid(), content: DraftContent }), out: none },
  /** also stores the pictures, sealed on this computer, until the draft is sent or discarded */
  'draft:save': { in: ofDraft, out: none },
  'draft:discard': { in: ofDraft, out: none },
  /** `act` is carried out after a message: "It still fails" reopens the ticket */
  'draft:submit': {
    in: z.object({ id: z.uuid(), content: DraftContent, act: RequesterAct.nullable() }),
    out: z.object({ ticketId: IdempotencyKey }),
  },
  /** hides Guichet's windows, waits, takes the picture, shows them again; then removes the attachment `replaces` */
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
  /** the picture with its marks burned in; the former picture is destroyed */
  'draft:replace-picture': { in: ofAttachment.extend({ png: Png }), out: none },
  'draft:include': { in: ofAttachment.extend({ included: z.boolean() }), out: none },
  'draft:remove': { in: ofAttachment, out: none },

  'capture:windows': { in: none, out: z.array(CapturableWindow) },
  /** from the region window: the picture to choose a part of */
  'region:picture': { in: none, out: z.object({ id: z.uuid(), width: z.int(), height: z.int() }).nullable() },
  /** null cancels: no picture is taken */
  'region:choose': { in: Region.nullable(), out: none },
} as const satisfies Partial<Record<RequestName, { in: z.ZodType; out: z.ZodType }>>;

/** Notices about drafts. */
export const DRAFT_NOTICES = {
  /** the form shows this draft from now on, or more than its text changed */
  'draft:shown': Draft.nullable(),
  /** more than the text of this message changed */
  'draft:changed': Draft,
} as const satisfies Partial<Record<NoticeName, z.ZodType>>;
