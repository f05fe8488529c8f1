// Tests the connection to Atera: reports what is missing and leaves no trace there.
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Reason } from '../../../contract/primitives.ts';
import type { Check } from '../connector.ts';
import type { AteraClient } from './client.ts';
import { devicePath } from './create-ticket.ts';
import { REASONS } from './sentences.ts';
import { Anything, Contact, pageOf, Ticket } from './shapes.ts';

const ONE = { page: '1', itemsInPage: '1' };

export async function check(client: AteraClient, settings: AteraSettings): Promise<Check[]> {
  const tickets = await client.ask({ path: '/tickets', query: ONE }, pageOf(Ticket));
  if (!tickets.ok && tickets.status === 401) {
    return [fine('reachable'), { name: 'sign-in', problem: tickets.failure.reason }];
  }
  if (!tickets.ok && tickets.status === 403) {
    return [fine('reachable'), fine('sign-in'), { name: 'read-tickets', problem: tickets.failure.reason }];
  }
  if (!tickets.ok) {
    const { reason } = tickets.failure;
    return [{ name: 'reachable', problem: tickets.status === 404 ? REASONS.checkAddress(reason) : reason }];
  }
  const contacts = await client.ask({ path: '/contacts', query: ONE }, pageOf(Contact));
  return [
    fine('reachable'),
    fine('sign-in'),
    {
      name: 'read-tickets',
      problem: contacts.ok ? null : REASONS.contactsNotRead(contacts.failure.reason),
    },
    {
      name: 'write-tickets',
      problem: (await whyNotWrite(client)) ?? (await whyNoDevice(client, settings, tickets.value.items[0])),
    },
  ];
}

function fine(name: Check['name']): Check {
  return { name, problem: null };
}

/** No ticket has the number 0: an account with the right to write gets 404. */
async function whyNotWrite(client: AteraClient): Promise<Reason | null> {
  const reply = await client.ask({ method: 'PUT', path: '/tickets/0', json: {} }, Anything);
  return !reply.ok && (reply.status === 401 || reply.status === 403) ? reply.failure.reason : null;
}

/** Atera shows a custom field only on a ticket. */
async function whyNoDevice(
  client: AteraClient,
  { deviceField }: AteraSettings,
  ticket: Ticket | undefined,
): Promise<Reason | null> {
  if (deviceField === null || ticket === undefined) return null;
  const reply = await client.ask({ path: devicePath(ticket.TicketID, deviceField) }, Anything);
  if (reply.ok || reply.status !== 404) return null;
  return REASONS.noDeviceField(deviceField);
}
