// What staff do here on a ticket that lives on another backend: it is done there, and the status changes once that backend says so.
import { z } from 'zod';
import { TicketStatus } from './primitives.ts';
import { TicketAct } from './ticket.ts';

/** Acts of staff that change a ticket's status or its technician there. */
export const MoveElsewhere = TicketAct.extract([
  'take',
  'assign',
  'set-pending',
  'resume',
  'resolve',
  'close',
  'reopen',
]);
export type MoveElsewhere = z.infer<typeof MoveElsewhere>;

/** Acts of staff beside replies. `note`: its technicians see an internal note, and requesters do not. */
export const ActElsewhere = z.enum([...MoveElsewhere.options, 'note']);
export type ActElsewhere = z.infer<typeof ActElsewhere>;

/** The acts that a backend takes from staff here, each with the statuses that allow it. What is missing is done there. */
export const ActsElsewhere = z.partialRecord(ActElsewhere, z.array(TicketStatus));
export type ActsElsewhere = z.infer<typeof ActsElsewhere>;

/** What staff may do here on a ticket of another backend. */
export const Elsewhere = z.object({
  /** what its present status allows; no move while another one is on its way */
  acts: z.array(ActElsewhere),
  /** what its backend does not take from here, whatever its status */
  lacking: z.array(ActElsewhere),
  /** what was done here and its backend has not carried out yet, oldest first */
  underWay: z.array(MoveElsewhere),
  /** address of the ticket there; null where it is not known */
  url: z.string().nullable(),
});
export type Elsewhere = z.infer<typeof Elsewhere>;

/** Returns the acts that a status allows; all of them where the backend's own status is not mapped to one of ours. */
export function actsIn(acts: ActsElsewhere, status: TicketStatus | null): ActElsewhere[] {
  return ActElsewhere.options.filter((act) => {
    const from = acts[act];
    return from !== undefined && (status === null || from.includes(status));
  });
}
