// Converts a ticket of iTop to a TicketChange.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BackendComment, TicketChange } from '../connector.ts';
import { textBesidePictures } from '../html-pictures.ts';
import { commentsOfFiles } from './attachments.ts';
import { isContinuation, readOurs, toHtml, toText } from './html.ts';
import type { ListedFile } from './list-files.ts';
import { picturesOf } from './pictures.ts';
import { statusOf } from './states.ts';
import { formatRef, Id, type ItopParts, type TicketClass } from './tickets.ts';
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

/** `files`: of any tickets. */
export function changeOf(
  itop: ItopParts,
  ticketClass: TicketClass,
  ticket: ChangedTicket,
  files: readonly ListedFile[],
): TicketChange {
  const { settings } = itop;
  const own = files.filter(({ item_id }) => item_id === ticket.id);
  return {
    ref: formatRef({ class: ticketClass, id: ticket.id }),
    number: ticket.ref,
    status: statusOf(settings, ticket.status),
    backendStatus: ticket.status || null,
    technician: ticket.agent_id_friendlyname.trim() || null,
    solution: toText(ticket.solution) || null,
    pendingReason: ticket.pending_reason.trim() || null,
    comments: merged(commentsOf(itop, ticket.public_log.entries), commentsOfFiles(itop, own)),
  };
}

/** Puts each file before the first entry that is later; the entries stay in their order. */
function merged(entries: readonly BackendComment[], files: readonly BackendComment[]): BackendComment[] {
  const left = [...files];
  const inOrder = entries.flatMap((entry) => {
    const later = left.findIndex(({ createdAt }) => createdAt >= entry.createdAt);
    return [...left.splice(0, later === -1 ? left.length : later), entry];
  });
  return [...inOrder, ...left];
}

export function hashOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** iTop's log entries have no id: the reference is date, author and text, plus a count of equal entries before it. */
function commentsOf({ rest, settings }: ItopParts, entries: readonly Entry[]): BackendComment[] {
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
    const createdAt = instantOf(settings.timeZone, entry.date, rest.now()).toISOString();
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
    const filesThere = picturesOf(rest, html);
    const comment = {
      ref,
      author: entry.user_login,
      body: textBesidePictures(toText(html)),
      createdAt,
      key: null,
    };
    return [filesThere.length > 0 ? { ...comment, filesThere } : comment];
  });
}
