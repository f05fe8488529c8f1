// Schemas of a delivery's `content` column: what no other table stores.
import { z } from 'zod';
import { RequesterAct, Satisfaction } from '../../contract/ticket.ts';

const Person = z.object({ email: z.string(), fullName: z.string() });
/** `byStaff`: staff did it here, on a ticket of another backend. */
const Act = z.object({ by: Person.nullable(), byStaff: z.boolean().default(false) });

export const CONTENTS = {
  'create-ticket': z.object({
    /** the note of a hand-over; empty where there is none */
    note: z.string().default(''),
    /** the backend's change cursor when this delivery was parked (remembered-cursor); null while it was not */
    readFrom: z.string().nullable().default(null),
  }),
  /** `body` only for a text that is not in the comment table */
  'add-comment': z.object({
    author: Person,
    body: z.string().optional(),
    internal: z.boolean().default(false),
  }),
  'add-attachment': z.object({}),
  transition: z.discriminatedUnion('act', [
    /** `asked`: of a decision, the mark of what it was taken on */
    Act.extend({ act: RequesterAct, asked: z.string().optional() }),
    Act.extend({ act: z.literal('resume') }),
    Act.extend({ act: z.literal('resolve'), solution: z.string() }),
    Act.extend({ act: z.literal('set-pending'), reason: z.string() }),
    Act.extend({ act: z.literal('assign'), to: Person }),
  ]),
  rate: Satisfaction,
  'add-contact': z.object({ contact: Person }),
} as const;

export type Content = {
  [O in keyof typeof CONTENTS]: { operation: O; content: z.input<(typeof CONTENTS)[O]> };
}[keyof typeof CONTENTS];
