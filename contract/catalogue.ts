// The catalogue: family > service > subcategory, each leaf with the form that its requests need.
import { z } from 'zod';
import { Bilingual, Email, LIMITS, TicketKind } from './primitives.ts';

/** Stable names given by IT: an entry keeps its tickets as long as it keeps its id. */
export const EntryId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/);
export const FieldId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

const field = {
  id: FieldId,
  label: Bilingual,
  hint: Bilingual.nullable().default(null),
  required: z.boolean(),
};
/** What of the personal settings a field begins with. */
const prefill = z.enum(['phone', 'site', 'room']).nullable().default(null);

const bound = z.number().nullable().default(null);

export const KnownField = z.discriminatedUnion('type', [
  z.object({ ...field, type: z.literal('text'), prefill }),
  z.object({ ...field, type: z.literal('long-text') }),
  z.object({ ...field, type: z.literal('number'), min: bound, max: bound }),
  /** answered as 2026-01-31 */
  z.object({ ...field, type: z.literal('date') }),
  z.object({
    ...field,
    type: z.literal('choice'),
    options: z
      .array(z.object({ id: FieldId, label: Bilingual }))
      .min(1)
      .max(200),
  }),
  /** someone of the directory */
  z.object({ ...field, type: z.literal('person') }),
]);
export type KnownField = z.infer<typeof KnownField>;

/** A field of a newer server: its label can be shown, it cannot be filled in. */
export const NewerField = z.object({
  id: FieldId,
  label: Bilingual,
  required: z.boolean(),
  type: z.string(),
});
export type NewerField = z.infer<typeof NewerField>;

export const FormField = z.union([KnownField, NewerField]);
export type FormField = z.infer<typeof FormField>;

/** Short enough for the path of three such names to be a Bilingual as well. */
const entryName = z.string().trim().min(1).max(500);
const named = { id: EntryId, name: z.object({ en: entryName, fr: entryName }) };

/** The leaf a ticket is opened for. */
export const Subcategory = z.object({
  ...named,
  description: Bilingual.nullable().default(null),
  /** null: the requester says which it is */
  kind: TicketKind.nullable().default(null),
  /** somebody has to approve before work begins */
  needsApproval: z.boolean(),
  fields: z.array(FormField).max(LIMITS.answers),
});
export type Subcategory = z.infer<typeof Subcategory>;
export const Service = z.object({ ...named, subcategories: z.array(Subcategory).max(500) });
export type Service = z.infer<typeof Service>;
export const Family = z.object({ ...named, services: z.array(Service).max(500) });
export type Family = z.infer<typeof Family>;

/** `version` changes with the content. */
export const Catalogue = z.object({ version: z.string().max(64), families: z.array(Family).max(500) });
export type Catalogue = z.infer<typeof Catalogue>;

/**
 * What the backends of new tickets do not take, by category; null is a ticket without one. The form says it before Send,
 * also offline.
 */
export const BackendGaps = z.object({
  files: z.array(EntryId.nullable()),
  /** of the categories that name an approver */
  approval: z.array(EntryId),
});
export type BackendGaps = z.infer<typeof BackendGaps>;
export const NO_GAPS: BackendGaps = { files: [], approval: [] };

/** A catalogue file: as above, with what only the server needs to know of a leaf. */
export const ImportedSubcategory = Subcategory.omit({ needsApproval: true }).extend({
  fields: z.array(KnownField).max(LIMITS.answers).default([]),
  /** who approves; null where nobody has to */
  approver: Email.nullable().default(null),
  /** hours from opening to due, by the clock; null where nothing is promised */
  dueHours: z.int().min(1).max(10_000).nullable().default(null),
});
export type ImportedSubcategory = z.infer<typeof ImportedSubcategory>;
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
