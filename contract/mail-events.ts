// What people are told by mail of tickets of the built-in desk. Another thing to tell is one more event here, with its texts.
import { z } from 'zod';

/**
 * What requesters and contacts are told. received: the ticket has its number; answered: a technician wrote to them; waiting: the
 * ticket is pending, with the reason; rejected: by its approver, with the reason; merged: into another ticket, where it goes on; unmerged:
 * no more.
 */
export const REQUESTER_EVENTS = [
  'received',
  'answered',
  'waiting',
  'rejected',
  'resolved',
  'closed',
  'merged',
  'unmerged',
] as const;
/** What approvers are told. approval-asked: they are to decide, and again every two days. */
export const APPROVER_EVENTS = ['approval-asked'] as const;
/**
 * What technicians are told. assigned: to them; team-assigned: to their team, and nobody has it; requester-answered: on a ticket that
 * is theirs, that they follow, or for whose technician they stand in; mentioned: in a note; overdue: their ticket, or that of their team;
 * approval-stuck: so is one that waits for an approval which nobody can be asked for, or nobody will be again.
 */
export const STAFF_EVENTS = [
  'assigned',
  'team-assigned',
  'requester-answered',
  'mentioned',
  'overdue',
  'approval-stuck',
] as const;

export const RequesterEvent = z.enum(REQUESTER_EVENTS);
export type RequesterEvent = z.infer<typeof RequesterEvent>;
export const StaffEvent = z.enum(STAFF_EVENTS);
export type StaffEvent = z.infer<typeof StaffEvent>;
export const MailEvent = z.enum([...REQUESTER_EVENTS, ...APPROVER_EVENTS, ...STAFF_EVENTS]);
export type MailEvent = z.infer<typeof MailEvent>;

/** What another desk is told of a ticket that it handed over (ADR 100), beside what requesters are. moved: it has another status. */
export const NoticeEvent = z.enum([...MailEvent.options, 'moved']);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** Events whose mails carry the words of a technician or an approver: they are not a machine's. */
const WITH_WORDS: readonly MailEvent[] = ['answered', 'waiting', 'rejected', 'resolved'];

/** Whether the mail carries the words of a technician or an approver. */
export function carriesWords(event: MailEvent): boolean {
  return WITH_WORDS.includes(event);
}

/** Whether its recipient may do without it. */
export function mayBeSwitchedOff(event: MailEvent): boolean {
  return !carriesWords(event) && event !== 'approval-asked';
}

/** Whether technicians are told of it. */
export function isStaffEvent(event: MailEvent): event is StaffEvent {
  return StaffEvent.safeParse(event).success;
}

export type MailVariable =
  | 'number'
  | 'title'
  | 'organisation'
  | 'requester'
  | 'technician'
  | 'team'
  | 'author'
  | 'comment'
  | 'other'
  | 'description'
  | 'due'
  | 'until'
  | 'closing'
  | 'link';

const OF_EVERY_TICKET = ['number', 'title', 'organisation', 'requester'] as const;

/**
 * What a text of each event may use, written {{number}}. technician: who acted, of a requester's mail; who has the ticket, of a
 * technician's. author: who wrote or decided. comment: the message, the reason or the solution. other: number of the ticket that it was
 * merged into, or was until then. due: when it was to be done. until, closing: a sentence that says when a
 * pending ticket goes on, or a resolved one closes by itself; empty where neither is known. link: to the ticket in the console; of an approver's mail, to what decides.
 */
export const MAIL_VARIABLES: Readonly<Record<MailEvent, readonly MailVariable[]>> = {
  received: OF_EVERY_TICKET,
  answered: [...OF_EVERY_TICKET, 'technician', 'comment'],
  waiting: [...OF_EVERY_TICKET, 'technician', 'comment', 'until'],
  rejected: [...OF_EVERY_TICKET, 'author', 'comment'],
  resolved: [...OF_EVERY_TICKET, 'technician', 'comment', 'closing'],
  closed: OF_EVERY_TICKET,
  merged: [...OF_EVERY_TICKET, 'other'],
  unmerged: [...OF_EVERY_TICKET, 'other'],
  'approval-asked': [...OF_EVERY_TICKET, 'description', 'link'],
  assigned: [...OF_EVERY_TICKET, 'technician', 'team', 'link'],
  'team-assigned': [...OF_EVERY_TICKET, 'team', 'link'],
  'requester-answered': [...OF_EVERY_TICKET, 'technician', 'author', 'comment', 'link'],
  mentioned: [...OF_EVERY_TICKET, 'technician', 'author', 'comment', 'link'],
  overdue: [...OF_EVERY_TICKET, 'technician', 'team', 'due', 'link'],
  'approval-stuck': [...OF_EVERY_TICKET, 'technician', 'team', 'link'],
};
