// Schemas of the answers of Atera's REST API v3, limited to the fields that are used.
import { z } from 'zod';

/** An id, which Atera writes as a number; 0 means none. */
const Id = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) => (id === null || id === undefined || id === '' || Number(id) === 0 ? null : String(id)));
const Text = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || null);
/** UTC, although some answers leave the Z out. A year of another length is a date that our own schemas would refuse. */
const Moment = z
  .string()
  .regex(/^[12]\d{3}-/)
  .transform((moment) => new Date(/(?:z|[+-]\d\d:?\d\d)$/i.test(moment) ? moment : `${moment}Z`))
  .refine((moment) => !Number.isNaN(moment.getTime()));

/** The answer to every create request. */
export const Created = z.object({ ActionID: z.union([z.string().min(1), z.number()]).transform(String) });

export const Ticket = z.object({
  TicketID: z.union([z.string().min(1), z.number()]).transform(String),
  TicketNumber: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((number) =>
      number === null || number === undefined || number === '' ? null : String(number),
    ),
  TicketStatus: Text,
  EndUserID: Id,
  EndUserEmail: Text,
  TechnicianContactID: Id,
  TechnicianFullName: Text,
  /** the description */
  FirstComment: z.string().nullish(),
});
export type Ticket = z.infer<typeof Ticket>;

/** A comment has no id of its own. */
export const Comment = z.object({
  /** unparsed, to tell comments apart */
  Date: z.string(),
  Comment: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  /** the same with markup, of accounts that give it */
  CommentHtml: z
    .string()
    .nullish()
    .transform((html) => html ?? ''),
  EndUserID: Id,
  TechnicianContactID: Id,
  Email: Text,
  FirstName: Text,
  LastName: Text,
  IsInternal: z
    .boolean()
    .nullish()
    .transform((isInternal) => isInternal ?? false),
});
export type Comment = z.infer<typeof Comment>;

/** Returns when a comment was written; 1970 where the date cannot be parsed. */
export function momentOf(comment: Comment): Date {
  return Moment.safeParse(comment.Date).data ?? new Date(0);
}

export const Contact = z.object({ EndUserID: Id, Email: Text });

/** One page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    totalPages: z.int().nullish(),
  });
}

/** Accepts any answer, for requests whose answer is not used. */
export const Anything = z.unknown();
