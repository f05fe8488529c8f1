// What Atera's REST API v3 answers, as far as it is read. Fields that are not named here are left alone.
import { z } from 'zod';

/** An id, which Atera writes as a number; 0 stands for nobody. */
const Id = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) => (id === null || id === undefined || id === '' || Number(id) === 0 ? null : String(id)));
const Words = z
  .string()
  .nullish()
  .transform((words) => words?.trim() || null);
/** UTC, though not every answer says so. */
const Moment = z
  .string()
  .transform((moment) => new Date(/(?:z|[+-]\d\d:?\d\d)$/i.test(moment) ? moment : `${moment}Z`))
  .refine((moment) => !Number.isNaN(moment.getTime()));

/** The answer to whatever is made. */
export const Made = z.object({ ActionID: z.union([z.string().min(1), z.number()]).transform(String) });

export const Ticket = z.object({
  TicketID: z.union([z.string().min(1), z.number()]).transform(String),
  TicketNumber: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((number) =>
      number === null || number === undefined || number === '' ? null : String(number),
    ),
  TicketStatus: Words,
  EndUserID: Id,
  EndUserEmail: Words,
  TechnicianContactID: Id,
  TechnicianFullName: Words,
  /** the description */
  FirstComment: z.string().nullish(),
});
export type Ticket = z.infer<typeof Ticket>;

/** It has no id of its own. */
export const Comment = z.object({
  /** as it is written, to tell comments apart */
  Date: z.string(),
  Comment: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  EndUserID: Id,
  TechnicianContactID: Id,
  Email: Words,
  FirstName: Words,
  LastName: Words,
  IsInternal: z
    .boolean()
    .nullish()
    .transform((isInternal) => isInternal ?? false),
});
export type Comment = z.infer<typeof Comment>;

/** When a comment was written; the beginning of time where it cannot be read. */
export function momentOf(comment: Comment): Date {
  return Moment.safeParse(comment.Date).data ?? new Date(0);
}

export const Contact = z.object({ EndUserID: Id, Email: Words });

/** One page of whatever is listed. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    totalPages: z.int().nullish(),
  });
}

/** What comes back where nothing of it is read. */
export const Anything = z.unknown();
