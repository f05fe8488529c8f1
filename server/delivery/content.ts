// What a delivery carries that is in no row of its own, as it is kept in its `content`.
import { z } from 'zod';
import { RequesterAct, Satisfaction } from '../../contract/ticket.ts';

const Person = z.object({ email: z.string(), fullName: z.string() });

export const CONTENTS = {
  'create-ticket': z.object({
    /** first words to a backend that the ticket is handed to; empty where there are none */
    note: z.string().default(''),
    /** the backend's cursor when this was given up (read-again); null while it was not */
    readFrom: z.string().nullable().default(null),
  }),
  /** the text is the comment's, unless it is no comment of ours */
  'add-comment': z.object({ author: Person, body: z.string().optional() }),
  'add-attachment': z.object({}),
  transition: z.discriminatedUnion('act', [
    z.object({ act: RequesterAct, by: Person.nullable() }),
    z.object({ act: z.literal('resolve'), by: Person.nullable(), solution: z.string() }),
  ]),
  rate: Satisfaction,
  'add-contact': z.object({ contact: Person }),
} as const;

export type Content = {
  [O in keyof typeof CONTENTS]: { operation: O; content: z.input<(typeof CONTENTS)[O]> };
}[keyof typeof CONTENTS];
