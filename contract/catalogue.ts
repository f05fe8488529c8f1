// The catalogue: family > service > subcategory. Each leaf has the form of its tickets.
import { z } from 'zod';
import { Bilingual, Email, LIMITS, TicketKind } from './primitives.ts';

/** A stable id chosen by IT: tickets belong to an entry by its id. */
export const EntryId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/);
/** Id of a field of a form, or of an option of a field. */
export const FieldId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

const field = {
  id: FieldId,
  label: Bilingual,
  hint: Bilingual.nullable().default(null),
  required: z.boolean(),
};
/** The personal setting that a field is filled from. */
const prefill = z.enum(['phone', 'site', 'room']).nullable().default(null);

const bound = z.number().nullable().default(null);

/** A field of a form that this program can show. */
export const KnownField = z.discriminatedUnion('type', [
  z.object({ ...field, type: z.literal('text'), prefill }),
  z.object({ ...field, type: z.literal('long-text') }),
  z.object({ ...field, type: z.literal('number'), min: bound, max: bound }),
  /** the answer is written as 2026-01-31 */
  z.object({ ...field, type: z.literal('date') }),
  z.object({
    ...field,
    type: z.literal('choice'),
    options: z
      .array(z.object({ id: FieldId, label: Bilingual }))
      .min(1)
      .max(200),
  }),
  /** a person of the directory */
  z.object({ ...field, type: z.literal('person') }),
]);
export type KnownField = z.infer<typeof KnownField>;

/** A field of a kind that only a newer server knows: its label can be shown, but it cannot be filled in. */
export const NewerField = z.object({
  id: FieldId,
  label: Bilingual,
  required: z.boolean(),
  type: z.string(),
});
export type NewerField = z.infer<typeof NewerField>;

/** A field of a form. */
export const FormField = z.union([KnownField, NewerField]);
export type FormField = z.infer<typeof FormField>;

/** Short enough that a path of three names fits a Bilingual. */
const entryName = z.string().trim().min(1).max(500);
const named = { id: EntryId, name: z.object({ en: entryName, fr: entryName }) };

/** A leaf of the catalogue, which tickets are written for. */
export const Subcategory = z.object({
  ...named,
  description: Bilingual.nullable().default(null),
  /** null: the requester chooses it */
  kind: TicketKind.nullable().default(null),
  /** an approver has to decide before work begins */
  needsApproval: z.boolean(),
  fields: z.array(FormField).max(LIMITS.answers),
});
export type Subcategory = z.infer<typeof Subcategory>;

/** The second level of the catalogue. */
export const Service = z.object({ ...named, subcategories: z.array(Subcategory).max(500) });
export type Service = z.infer<typeof Service>;

/** The first level of the catalogue. */
export const Family = z.object({ ...named, services: z.array(Service).max(500) });
export type Family = z.infer<typeof Family>;

/** The catalogue of one organisation. `version` changes with its content. */
export const Catalogue = z.object({ version: z.string().max(64), families: z.array(Family).max(500) });
export type Catalogue = z.infer<typeof Catalogue>;

/**
 * What the backends behind the categories do not accept; null stands for a ticket without a category. The form shows it
 * before Send, also offline.
 */
export const BackendGaps = z.object({
  /** categories whose backend accepts no files */
  files: z.array(EntryId.nullable()),
  /** categories that name an approver, and whose backend has no approvals */
  approval: z.array(EntryId),
});
export type BackendGaps = z.infer<typeof BackendGaps>;

/** The gaps when the server sends none. */
export const NO_GAPS: BackendGaps = { files: [], approval: [] };

/** What a ticket is about: a service of the organisation's catalogue, or a subcategory of one. */
export const CategoryChoice = z.object({ level: z.enum(['service', 'subcategory']), id: EntryId });
export type CategoryChoice = z.infer<typeof CategoryChoice>;

/** Names the manager of whoever requests, as an approver. */
export const MANAGER = 'manager';

/** A leaf in a catalogue file, with the fields that only the server needs. */
export const ImportedSubcategory = Subcategory.omit({ needsApproval: true }).extend({
  fields: z.array(KnownField).max(LIMITS.answers).default([]),
  /** address of the approver, or the manager of the requester; null when no approval is needed */
  approver: z
    .union([z.literal(MANAGER), Email])
    .nullable()
    .default(null),
  /** hours from opening to due, counted day and night; null for no due time */
  dueHours: z.int().min(1).max(10_000).nullable().default(null),
});
export type ImportedSubcategory = z.infer<typeof ImportedSubcategory>;

/** A catalogue file. */
export const ImportedCatalogue = z.object({
  families: z.array(
    z.object({
      ...named,
      services: z
        .array(z.object({ ...named, subcategories: z.array(ImportedSubcategory).max(500) }))
        .max(500),
    }),
  ),
});
export type ImportedCatalogue = z.infer<typeof ImportedCatalogue>;
