// Converts a ticket of iTop to a TicketChange.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { BackendComment, TicketChange } from '../connector.ts';
import { isContinuation, readOurs, toHtml, toText } from './html.ts';
import { statusOf } from './states.ts';
import { formatRef, Id, type TicketClass } from './tickets.ts';
import { instantOf } from './times.ts';

const Entry = z.object({
  date: z.string(),
  user_login: z.string(),
  message: z.string().default(''),
  message_html: z.string().default(''),
});
type Entry = z.infer<typeof Entry>;

export const ChangedTicket = z.object({
  id: Id,
  ref: z.string(),
  status: z.string(),
  last_update: z.string(),
  agent_id_friendlyname: z.string(),
  solution: z.string(),
  pending_reason: z.string(),
  public_log: z.object({ entries: z.array(Entry) }),
});
export type ChangedTicket = z.infer<typeof ChangedTicket>;
export const CHANGED_FIELDS = Object.keys(ChangedTicket.shape).join(',');

export function changeOf(
  settings: ItopSettings,
  ticketClass: TicketClass,
  ticket: ChangedTicket,
  now: Date,
): TicketChange {
  return {
    ref: formatRef({ class: ticketClass, id: ticket.id }),
    number: ticket.ref,
    status: statusOf(settings, ticket.status),
    backendStatus: ticket.status || null,
    technician: ticket.agent_id_friendlyname.trim() || null,
    solution: toText(ticket.solution) || null,
    pendingReason: ticket.pending_reason.trim() || null,
    comments: commentsOf(ticket.public_log.entries, settings.timeZone, now),
  };
}

export function hashOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** iTop's log entries have no id: the reference is date, author and text, plus a count of equal entries before it. */
function commentsOf(entries: readonly Entry[], timeZone: string, now: Date): BackendComment[] {
  const bodies = new Map<string, string>();
  const taken = new Map<string, number>();
  const countOf = (name: string) => {
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return before;
  };
  return entries.flatMap((entry): BackendComment[] => {
    const html = entry.message_html || toHtml(entry.message);
    if (isContinuation(html)) return [];
    const createdAt = instantOf(timeZone, entry.date, now).toISOString();
    const ours = readOurs(html);
    if (ours) {
      const first = bodies.get(ours.key);
      // sent again after an answer that came too late
      if (first === ours.body) return [];
      // a copy of our comment in another entry contains its mark too
      if (first === undefined) {
        bodies.set(ours.key, ours.body);
        return [{ ref: ours.key, author: entry.user_login, body: ours.body, createdAt, key: ours.key }];
      }
    }
    const name = `${entry.date.replaceAll(/\D/g, '')}-${hashOf(entry.user_login, html)}`;
    const ref = `${name}-${countOf(name)}`;
    return [{ ref, author: entry.user_login, body: toText(html), createdAt, key: null }];
  });
}
