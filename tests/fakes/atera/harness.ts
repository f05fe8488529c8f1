// The contract suite's harness for the fake Atera.
import { AteraSettings } from '../../../contract/atera-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { createAteraConnector } from '../../../server/connectors/atera/index.ts';
import type { Connector, ConnectorParts } from '../../../server/connectors/connector.ts';
import type { Operation } from '../../../server/storage/operation.ts';
import type { BackendTicket, Harness, Mishap } from '../../connectors/harness.ts';
import type { FakeComment, FakeTicket } from './account.ts';
import type { ApiCall } from './api.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera, type Spoiled } from './server.ts';

const STATUS_NAMES: Partial<Record<TicketStatus, string>> = {
  new: 'Open',
  assigned: 'Open',
  pending: 'Pending',
  resolved: 'Resolved',
  closed: 'Closed',
};

/** Creates a connector to the fake; `settings` are added to kind and address. */
export function connectTo(
  { url }: Pick<FakeAtera, 'url'>,
  settings: Partial<AteraSettings> = {},
  more: Partial<ConnectorParts> & { token?: string } = {},
): Connector {
  const parsed = AteraSettings.parse({ kind: 'atera', url, ...settings });
  const { token = ATERA_KEY, ...parts } = more;
  return createAteraConnector(parsed, { token }, { fetch, now: () => new Date(), timeout: 30_000, ...parts });
}

export async function openAteraHarness(): Promise<Harness> {
  const atera = await openFakeAtera();
  const { account } = atera;
  const known = { email: 'a.requester@contoso.example', fullName: 'A Requester' };
  // a search for the known address also returns this one
  account.addContact('extra.a.requester@contoso.example', 'Somebody', 'Else');
  account.addContact('A.Requester@contoso.example', 'A', 'Requester');
  account.customFields.push('Device');

  const at = (ref: string): FakeTicket => {
    const ticket = account.tickets.get(Number(ref));
    if (!ticket) throw new Error(`there is no ticket ${ref}`);
    return ticket;
  };
  return {
    connector: connectTo(atera, { deviceField: 'Device', noteTechnician: '31' }),
    badConnector: connectTo(atera, {}, { token: 'a-key-it-does-not-know' }),
    organisation: 'Contoso',
    known,
    unknown: { email: 'b.requester@contoso.example', fullName: 'Another Requester' },
    category: null,
    requesters: async () => account.contacts.map(({ Email }) => Email),
    spoilNext: (mishap, operation) => atera.spoil(spoiledBy(mishap, operation)),
    goDown: (isDown) => atera.goDown(isDown),
    tickets: async () => [...account.tickets.values()].map(seen),
    ticket: async (ref) => seen(at(ref)),
    async replies(ref, author, body) {
      account.addComment(at(ref), editorHtml(body), { TechnicianID: 31, FullName: author });
    },
    async moves(ref, status, { solution, technician = 'A technician' } = {}) {
      const ticket = at(ref);
      const name = STATUS_NAMES[status];
      if (name === undefined) throw new Error(`Atera has no status for ${status}`);
      const assigned = status === 'new' ? null : technician;
      Object.assign(ticket, { TechnicianContactID: assigned && 31, TechnicianFullName: assigned });
      const by = { TechnicianID: 31, FullName: technician };
      if (solution !== undefined) account.addComment(ticket, editorHtml(solution), by);
      ticket.TicketStatus = name;
      account.touch(ticket);
    },
    async deletes(ref) {
      account.tickets.delete(Number(ref));
    },
    // its dates are in UTC, whatever the time zone
    setClock(skew) {
      account.skew = skew;
    },
    close: () => atera.close(),
  };
}

function spoiledBy(mishap: Mishap, operation: Operation): Spoiled {
  const how = mishap === 'limited' ? { status: 429, headers: { 'retry-after': '2' } } : mishap;
  return { is: (call) => isWriting(call, operation), how };
}

function isWriting({ method, path }: ApiCall, operation: Operation): boolean {
  const isComment = method === 'POST' && path.endsWith('/comments');
  switch (operation) {
    case 'create-ticket':
      return method === 'POST' && path === '/tickets';
    case 'transition':
      return isComment || (method === 'PUT' && path.startsWith('/tickets/'));
    case 'add-comment':
    case 'add-attachment':
      return isComment;
    case 'rate':
    case 'add-contact':
      return false;
  }
}

/** Returns the HTML that Atera's editor stores for a technician's text. */
function editorHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div>${escaped.replaceAll('"', '&quot;').replaceAll('\n', '<br>')}</div>`;
}

function seen(ticket: FakeTicket): BackendTicket {
  const { comments, TicketStatus } = ticket;
  const isAssigned = TicketStatus === 'Open' && ticket.TechnicianContactID !== null;
  const status = isAssigned ? 'assigned' : TicketStatus === 'Open' ? 'new' : TicketStatus.toLowerCase();
  return {
    ref: String(ticket.TicketID),
    number: ticket.TicketNumber,
    title: ticket.TicketTitle,
    description: comments[0]?.Comment ?? '',
    requesterEmail: ticket.EndUserEmail,
    status: status as TicketStatus,
    comments: comments.slice(1).filter(isPublic).map(publicComment),
    attachments: [],
    contactEmails: [],
    notes: comments.filter((one) => !isPublic(one)).map(({ Comment }) => Comment),
  };
}

function isPublic({ IsInternal }: FakeComment): boolean {
  return !IsInternal;
}

function publicComment({ FirstName, LastName, Comment }: FakeComment): { author: string; body: string } {
  return { author: `${FirstName} ${LastName}`, body: Comment };
}
