// The contract suite's harness for a real Atera account. Its people have addresses of a domain that only the suite uses.
import { AteraSettings } from '../../contract/atera-settings.ts';
import { TicketStatus } from '../../contract/primitives.ts';
import { createAteraConnector } from '../../server/connectors/atera/index.ts';
import type { Connector } from '../../server/connectors/connector.ts';
import type { Operation } from '../../server/storage/operation.ts';
import type { BackendTicket, Harness } from '../connectors/harness.ts';
import { type AteraDesk, createAteraDesk, type DeskTicket } from './atera-desk.ts';
import type { AteraEnvironment } from './environment.ts';
import { textOf } from './html-text.ts';
import { createLine, type Line, newDomain, removeOrReport } from './line.ts';

const USUAL: Partial<Record<TicketStatus, string>> = {
  new: 'Open',
  assigned: 'Open',
  pending: 'Pending',
  resolved: 'Resolved',
  closed: 'Closed',
};

export async function openAtera(environment: AteraEnvironment): Promise<Harness> {
  const { ATERA_CUSTOMER } = environment;
  const desk = createAteraDesk(environment);
  const domain = newDomain();
  const start = new Date(Date.now() - 10 * 60_000);
  const known = { email: `a.requester@${domain}`, fullName: 'Alba Requester' };
  await desk.addContact(ATERA_CUSTOMER, known.email, 'Alba', 'Requester');
  const line = createLine(operationOf);
  const connector = connectTo(environment, line, environment.ATERA_KEY);
  const ours = async () => (await desk.changedSince(start)).filter(isOf(domain));

  return {
    connector,
    badConnector: connectTo(environment, line, 'not-the-key'),
    cannot: cannotOf(environment),
    organisation: ATERA_CUSTOMER,
    known,
    unknown: { email: `b.requester@${domain}`, fullName: 'Bruno Requester' },
    category: null,
    requesters: async () => (await desk.contacts(domain)).map(({ Email }) => Email),
    spoilNext: line.spoilNext,
    goDown: line.goDown,
    tickets: async () => Promise.all((await ours()).map((ticket) => read(environment, desk, ticket))),
    ticket: async (ref) => read(environment, desk, await desk.ticket(ref)),
    ...actsOf(environment, desk),
    setClock: null,
    async close() {
      for (const { TicketID } of await ours())
        await removeOrReport(`the ticket ${TicketID} of Atera`, () => desk.removeTicket(String(TicketID)));
      for (const { EndUserID } of await desk.contacts(domain))
        await removeOrReport(`the contact ${EndUserID} of Atera`, () => desk.removeContact(EndUserID));
      await connector.close();
    },
  };
}

function connectTo(environment: AteraEnvironment, line: Line, token: string): Connector {
  const parts = { fetch: line.fetch, now: () => new Date(), timeout: 60_000 };
  return createAteraConnector(settingsOf(environment), { token }, parts);
}

function cannotOf({ ATERA_TECHNICIAN }: AteraEnvironment): NonNullable<Harness['cannot']> {
  const missing = 'ATERA_TECHNICIAN is missing';
  return {
    authors: 'Atera shows the technician whose id the suite was given',
    assigns: 'the suite gives no ticket to a technician of Atera',
    approvals: 'Atera has no approvals',
    ...(ATERA_TECHNICIAN ? {} : { replies: missing, solutions: missing }),
  };
}

/** Acts of a technician in Atera. */
function actsOf(
  environment: AteraEnvironment,
  desk: AteraDesk,
): Pick<Harness, 'replies' | 'moves' | 'deletes'> {
  const { ATERA_TECHNICIAN } = environment;
  return {
    replies: (ref, _author, body) => desk.reply(ref, Number(ATERA_TECHNICIAN), body),
    async moves(ref, status, { solution } = {}) {
      if (solution && ATERA_TECHNICIAN) await desk.reply(ref, Number(ATERA_TECHNICIAN), solution);
      await desk.setStatus(ref, statusNameFor(environment, status));
    },
    deletes: (ref) => desk.removeTicket(ref),
  };
}

function settingsOf({
  ATERA_URL,
  ATERA_SIGN_IN,
  ATERA_STATUSES,
  ATERA_TECHNICIAN,
}: AteraEnvironment): AteraSettings {
  return AteraSettings.parse({
    kind: 'atera',
    url: ATERA_URL,
    signIn: ATERA_SIGN_IN,
    noteTechnician: ATERA_TECHNICIAN ?? null,
    statuses: ATERA_STATUSES,
  });
}

/** Returns the operation of a call that writes; a resolution starts with a comment. */
async function operationOf(request: Request): Promise<Operation | null> {
  const { pathname } = new URL(request.url);
  if (request.method === 'PUT' && /\/tickets\/[^/]+$/.test(pathname)) return 'transition';
  if (request.method !== 'POST') return null;
  if (pathname.endsWith('/tickets')) return 'create-ticket';
  if (!pathname.endsWith('/comments')) return null;
  const text = await request.text();
  if (/"(?:Resolved by the other help desk|Pending)(?: \([^)]*\))?:/.test(text)) return 'transition';
  return text.includes('https://guichet.example.org/v1/files/') ? 'add-attachment' : 'add-comment';
}

function isOf(domain: string): (ticket: DeskTicket) => boolean {
  return ({ EndUserEmail }) => EndUserEmail?.toLowerCase().endsWith(`@${domain}`) ?? false;
}

function statusNameFor({ ATERA_STATUSES }: AteraEnvironment, status: TicketStatus): string {
  const own = Object.entries(ATERA_STATUSES).find(([, ours]) => ours === status)?.[0];
  const name = own ?? USUAL[status];
  if (!name) throw new Error(`Atera has no status for ${status}`);
  return name;
}

async function read(
  environment: AteraEnvironment,
  desk: AteraDesk,
  ticket: DeskTicket,
): Promise<BackendTicket> {
  const { FirstComment } = await desk.ticket(String(ticket.TicketID));
  const comments = await desk.comments(String(ticket.TicketID));
  const others = comments
    .filter(({ Comment, IsInternal }) => !IsInternal && Comment !== FirstComment)
    // Atera lists the newest first, and its dates have no fractions of a second
    .toReversed()
    .toSorted((one, other) => one.Date.localeCompare(other.Date));
  return {
    ref: String(ticket.TicketID),
    number: ticket.TicketNumber ?? String(ticket.TicketID),
    title: ticket.TicketTitle,
    description: plainText(FirstComment ?? ''),
    requesterEmail: ticket.EndUserEmail ?? '',
    status: statusOf(environment, ticket),
    comments: others.map(({ FirstName, LastName, Comment }) => ({
      author: `${FirstName ?? ''} ${LastName ?? ''}`.trim(),
      body: plainText(Comment),
    })),
    attachments: [],
    contactEmails: [],
    notes: comments.filter(({ IsInternal }) => IsInternal).map(({ Comment }) => plainText(Comment)),
  };
}

/** Returns plain text. A text with our key in a last line is plain text already; any other is HTML of Atera's editor. */
function plainText(text: string): string {
  return /\n\[guichet [0-9a-f-]{36}\]\s*$/.test(text) ? text : textOf(text);
}

function statusOf({ ATERA_STATUSES }: AteraEnvironment, ticket: DeskTicket): TicketStatus | null {
  const own = TicketStatus.safeParse(ATERA_STATUSES[ticket.TicketStatus]).data;
  if (own) return own;
  if (ticket.TicketStatus === 'Open') return ticket.TechnicianContactID ? 'assigned' : 'new';
  return TicketStatus.safeParse(ticket.TicketStatus.toLowerCase()).data ?? null;
}
