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
import { Nothing, type Operation } from './operation.ts';
import { Sha256 } from './primitives.ts';
import { ServerPolicy } from './sync.ts';

const OfId = z.object({ id: z.uuid() });

/** The operations, by name. */
export const CONSOLE_DESK_API = {
  listTickets: {
    method: 'GET',
    path: '/v1/console/tickets',
    query: TicketQuery,
    answer: TicketPage,
    askedBy: 'staff',
    summary: 'List tickets, newest update first, fifty a page',
  },
  readTicket: {
    method: 'GET',
    path: '/v1/console/tickets/:id',
    params: OfId,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Read one ticket',
  },
  takeTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/take',
    params: OfId,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Assign a ticket to yourself',
  },
  closeTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/close',
    params: OfId,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Close a resolved ticket, for good',
  },
  reopenTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/reopen',
    params: OfId,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Reopen a ticket that is resolved or rejected',
  },
  replyToTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/replies',
    params: OfId,
    body: Reply,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Reply to the requester, or write an internal note',
  },
  resolveTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/resolve',
    params: OfId,
    body: Resolution,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Resolve an assigned ticket',
  },
  handOverTicket: {
    method: 'POST',
    path: '/v1/console/tickets/:id/hand-over',
    params: OfId,
    body: HandOver,
    answer: DeskTicket,
    askedBy: 'staff',
    summary: 'Hand a ticket over to a second backend; both stay linked',
  },
  readAttachment: {
    method: 'GET',
    path: '/v1/console/attachments/:id',
    params: OfId,
    answer: { mediaType: '*/*' },
    askedBy: 'staff',
    summary: 'Read an attachment',
  },
  readReplyPolicy: {
    method: 'GET',
    path: '/v1/console/policy',
    answer: ServerPolicy,
    askedBy: 'staff',
    summary: 'Return the policy for the files of a reply',
  },
  sendReplyFile: {
    method: 'PUT',
    path: '/v1/console/uploads/:sha256',
    params: z.object({ sha256: Sha256 }),
    body: { mediaType: 'application/octet-stream' },
    answer: Nothing,
    askedBy: 'staff',
    summary: 'Upload a file of a reply as the raw body, named by its SHA-256',
  },
  listAnnouncements: {
    method: 'GET',
    path: '/v1/console/announcements',
    answer: z.array(PublishedAnnouncement),
    askedBy: 'staff',
    summary: 'List the announcements: all in force or to come, and the latest that are over',
  },
  publishAnnouncement: {
    method: 'POST',
    path: '/v1/console/announcements',
    body: NewAnnouncement,
    answer: PublishedAnnouncement,
    askedBy: 'staff',
    summary: 'Publish an announcement',
  },
  changeAnnouncement: {
    method: 'PUT',
    path: '/v1/console/announcements/:id',
    params: OfId,
    body: NewAnnouncement,
    answer: PublishedAnnouncement,
    askedBy: 'staff',
    summary: 'Change an announcement that is not withdrawn',
  },
  withdrawAnnouncement: {
    method: 'POST',
    path: '/v1/console/announcements/:id/withdraw',
    params: OfId,
    answer: Nothing,
    askedBy: 'staff',
    summary: 'Withdraw an announcement',
  },
} as const satisfies Record<string, Operation>;
