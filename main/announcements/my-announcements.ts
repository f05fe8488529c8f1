// The announcements in force, and whether the user has joined their tickets.
import { type Announcement, isInForce } from '../../contract/announcement.ts';
import type { MyAnnouncement } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Clock } from '../support/clock.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import type { AnnouncementStore } from './announcement-store.ts';

export interface AnnouncementParts {
  announcements: AnnouncementStore;
  tickets: Pick<TicketStore, 'has'>;
  outbox: Pick<OutboxStore, 'ofTicket'>;
  clock: Clock;
}

/** The announcements in force. `clock` is the server's. */
export function announcementsNow(parts: AnnouncementParts): MyAnnouncement[] {
  const now = parts.clock.now().getTime();
  return parts.announcements
    .all()
    .filter((announcement) => isInForce(announcement, now))
    .map((announcement) => ({ announcement, joined: joinedState(announcement, parts) }));
}

/** The ticket of an announcement. Error `announcement-over` when it is not in force or has no ticket. */
export function ticketToJoin(
  id: string,
  parts: AnnouncementParts,
): Result<{ ticketId: string; joined: MyAnnouncement['joined'] }> {
  const found = announcementsNow(parts).find(({ announcement }) => announcement.id === id);
  const ticketId = found?.announcement.ticket?.id;
  return found && ticketId ? ok({ ticketId, joined: found.joined }) : err('announcement-over');
}

function joinedState(
  { ticket }: Announcement,
  { tickets, outbox }: AnnouncementParts,
): MyAnnouncement['joined'] {
  if (!ticket) return 'no';
  if (tickets.has(ticket.id)) return 'joined';
  const isWaiting = outbox.ofTicket(ticket.id).some(({ command }) => command.kind === 'join-ticket');
  return isWaiting ? 'waiting' : 'no';
}
