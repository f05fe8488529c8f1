// The console's operations on tickets, the files of replies, and announcements.
import { z } from 'zod';
import { HandOver } from './backends.ts';
import {
  DeskTicket,
  NewAnnouncement,
  PublishedAnnouncement,
  Reply,
  Resolution,
  TicketPage,
  TicketQuery,
} from './console.ts';
import { type HttpOperation, NoContent } from './operation.ts';
import { Sha256 } from './primitives.ts';
import { ServerPolicy } from './sync.ts';
import { Assignment } from './teams.ts';
import { Pending } from './ticket.ts';

const IdParams = z.object({ id: z.uuid() });

/** The operations, by name. */
export const CONSOLE_DESK_API = {
  listTickets: {
    method: 'GET',
    path: '/v1/console/tickets',
    query: TicketQuery,
    answer: TicketPage,
    caller: 'staff',
    summary: 'List tickets, newest update first, fifty a page',
  },
  readTicket: {
    method: 'GET',
    path: '/v1/console/tickets/:id',
    params: IdParams,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Read one ticket',
  },
  takeTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/take',
    params: IdParams,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Assign a ticket to yourself',
  },
  assignTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/assign',
    params: IdParams,
    body: Assignment,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Assign a ticket to a team, and to one of it or nobody',
  },
  setTicketPending: {
    method: 'POST',
    path: '/v1/console/tickets/:id/set-pending',
    params: IdParams,
    body: Pending,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Let an assigned ticket wait, with a reason for the requester',
  },
  resumeTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/resume',
    params: IdParams,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Go on with a pending ticket',
  },
  closeTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/close',
    params: IdParams,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Close a resolved ticket, for good',
  },
  reopenTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/reopen',
    params: IdParams,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Reopen a ticket that is resolved or rejected',
  },
  replyToTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/replies',
    params: IdParams,
    body: Reply,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Reply to the requester, or write an internal note',
  },
  resolveTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/resolve',
    params: IdParams,
    body: Resolution,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Resolve an assigned ticket',
  },
  handOverTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/hand-over',
    params: IdParams,
    body: HandOver,
    answer: DeskTicket,
    caller: 'staff',
    summary: 'Hand a ticket over to a second backend; both stay linked',
  },
  readAttachment: {
    method: 'GET',
    path: '/v1/console/attachments/:id',
    params: IdParams,
    answer: { mediaType: '*/*' },
    caller: 'staff',
    summary: 'Read an attachment',
  },
  readReplyPolicy: {
    method: 'GET',
    path: '/v1/console/policy',
    answer: ServerPolicy,
    caller: 'staff',
    summary: 'Return the policy for the files of a reply',
  },
  sendReplyFile: {
    method: 'PUT',
    path: '/v1/console/uploads/:sha256',
    params: z.object({ sha256: Sha256 }),
    body: { mediaType: 'application/octet-stream' },
    answer: NoContent,
    caller: 'staff',
    summary: 'Upload a file of a reply as the raw body, named by its SHA-256',
  },
  listAnnouncements: {
    method: 'GET',
    path: '/v1/console/announcements',
    answer: z.array(PublishedAnnouncement),
    caller: 'staff',
    summary: 'List the announcements: all in force or to come, and the latest that are over',
  },
  publishAnnouncement: {
    method: 'POST',
    path: '/v1/console/announcements',
    body: NewAnnouncement,
    answer: PublishedAnnouncement,
    caller: 'staff',
    summary: 'Publish an announcement',
  },
  changeAnnouncement: {
    method: 'PUT',
    path: '/v1/console/announcements/:id',
    params: IdParams,
    body: NewAnnouncement,
    answer: PublishedAnnouncement,
    caller: 'staff',
    summary: 'Change an announcement that is not withdrawn',
  },
  withdrawAnnouncement: {
    method: 'POST',
    path: '/v1/console/announcements/:id/withdraw',
    params: IdParams,
    answer: NoContent,
    caller: 'staff',
    summary: 'Withdraw an announcement',
  },
} as const satisfies Record<string, HttpOperation>;
