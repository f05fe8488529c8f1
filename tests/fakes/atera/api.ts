// The fake Atera's REST API: answers calls. Failures of the network are in server.ts.
import type { FakeAccount, FakeContact, FakeTicket } from './account.ts';

export interface ApiAnswer {
  status: number;
  /** JSON; left out for an empty body */
  body?: unknown;
}

export interface ApiCall {
  method: string;
  /** path below /api/v3 */
  path: string;
  query: URLSearchParams;
  json: Record<string, unknown>;
}

const MOST_ITEMS = 50;
const STATUSES = ['Open', 'Pending', 'Resolved', 'Closed'];

/** Like the real API, it is not idempotent: a repeated call creates again. */
export function answerCall(account: FakeAccount, call: ApiCall): ApiAnswer {
  const [, kind, first = '', second, third] = call.path.split('/').map(decodeURIComponent);
  if (kind === 'contacts' && call.method === 'GET') return contacts(account, call);
  if (kind === 'customvalues' && first === 'ticketfield') {
    return customValue(account, call, Number(second), third ?? '');
  }
  if (kind !== 'tickets') return { status: 404, body: { Message: 'No such resource.' } };
  if (first === '') return call.method === 'POST' ? createTicket(account, call) : tickets(account, call);
  if (first === 'lastmodified') return lastModified(account, call);
  const ticket = account.tickets.get(Number(first));
  if (!ticket) return { status: 404, body: { Message: 'Ticket not found.' } };
  if (account.unsendable.has(ticket.TicketID)) return { status: 500 };
  if (second === 'attachments') return { status: 200, body: ticket.files };
  if (second === 'comments')
    return call.method === 'POST' ? comment(account, ticket, call) : comments(ticket, call);
  return call.method === 'PUT' ? change(account, ticket, call) : { status: 200, body: shown(ticket, true) };
}

function page(items: unknown[], { query }: ApiCall): ApiAnswer {
  const size = Math.min(Number(query.get('itemsInPage') ?? 20), MOST_ITEMS);
  const number = Number(query.get('page') ?? 1);
  const totalPages = Math.ceil(items.length / size);
  const body = {
    items: items.slice((number - 1) * size, number * size),
    totalItemCount: items.length,
    page: number,
    itemsInPage: size,
    totalPages,
    nextLink: number < totalPages ? `next?page=${number + 1}` : '',
  };
  return { status: 200, body };
}

/** `includeComments` adds the first and the last comment, not all of them. */
function shown(
  { comments, customValues, files, modified, turn, ...ticket }: FakeTicket,
  includeComments: boolean,
) {
  return {
    ...ticket,
    ...(includeComments
      ? { FirstComment: comments[0]?.Comment ?? null, LastEndUserComment: comments.at(-1)?.Comment ?? null }
      : {}),
    OnSLADurationSeconds: null,
  };
}

function tickets(account: FakeAccount, call: ApiCall): ApiAnswer {
  return page(
    [...account.tickets.values()].map((ticket) => shown(ticket, true)),
    call,
  );
}

function lastModified(account: FakeAccount, call: ApiCall): ApiAnswer {
  const since = Date.parse(call.query.get('date') ?? '');
  const changed = [...account.tickets.values()]
    .filter(({ modified }) => modified >= since)
    .toSorted((one, other) => one.turn - other.turn);
  const includeComments = call.query.get('includeComments') === 'true';
  const answer = page(changed, call);
  const { items } = answer.body as { items: FakeTicket[] };
  // without comments it leaves out what it fails at
  if (includeComments && items.some(({ TicketID }) => account.unsendable.has(TicketID)))
    return { status: 500 };
  return {
    ...answer,
    body: { ...(answer.body as object), items: items.map((one) => shown(one, includeComments)) },
  };
}

/** Searches contacts by a part of the address. */
function contacts(account: FakeAccount, call: ApiCall): ApiAnswer {
  const part = call.query.get('searchOptions.email') ?? '';
  return page(
    account.contacts.filter(({ Email }) => Email.toLowerCase().includes(part.toLowerCase())),
    call,
  );
}

function createTicket(account: FakeAccount, { json }: ApiCall): ApiAnswer {
  const { TicketTitle, Description } = json;
  if (!TicketTitle || typeof Description !== 'string')
    return invalid('TicketTitle and Description are required.');
  const endUser = endUserOf(account, json);
  if (!endUser) return invalid('An end user is required.');
  const fields = {
    TicketTitle: String(TicketTitle),
    TicketType: String(json.TicketType ?? 'Problem'),
    TicketImpact: String(json.TicketImpact ?? 'NoImpact'),
    TicketPriority: String(json.TicketPriority ?? 'Low'),
  };
  return { status: 201, body: { ActionID: account.addTicket(fields, endUser, Description).TicketID } };
}

/** With name and address instead of an id, Atera always creates a new contact. */
function endUserOf(account: FakeAccount, json: Record<string, unknown>): FakeContact | null {
  if (json.EndUserID !== undefined) {
    return account.contacts.find(({ EndUserID }) => EndUserID === json.EndUserID) ?? null;
  }
  const [first, last, email] = [json.EndUserFirstName, json.EndUserLastName, json.EndUserEmail];
  if (!first || !last || !email) return null;
  return account.addContact(String(email), String(first), String(last));
}

function invalid(Message: string): ApiAnswer {
  return { status: 400, body: { Message } };
}

function comments({ comments: all }: FakeTicket, call: ApiCall): ApiAnswer {
  return page(all.toReversed(), call);
}

function comment(account: FakeAccount, ticket: FakeTicket, { json }: ApiCall): ApiAnswer {
  const { CommentText, EnduserCommentDetails, TechnicianCommentDetails } = json;
  const { EnduserId } = (EnduserCommentDetails ?? {}) as { EnduserId?: unknown };
  const { TechnicianId, IsInternal } = (TechnicianCommentDetails ?? {}) as Record<string, unknown>;
  const author =
    account.technicians.find(({ TechnicianID }) => TechnicianID === TechnicianId) ??
    account.contacts.find(({ EndUserID }) => EndUserID === EnduserId);
  // Atera answers invalid input with 404
  if (typeof CommentText !== 'string' || !author) return { status: 404, body: { Message: 'Invalid input.' } };
  account.addComment(ticket, CommentText, author, IsInternal === true);
  return { status: 201, body: { ActionID: ticket.TicketID } };
}

function change(account: FakeAccount, ticket: FakeTicket, { json }: ApiCall): ApiAnswer {
  const status = String(json.TicketStatus ?? ticket.TicketStatus);
  if (!STATUSES.includes(status)) return invalid(`There is no status ${status}.`);
  ticket.TicketStatus = status;
  account.touch(ticket);
  return { status: 200, body: { ActionID: ticket.TicketID } };
}

function customValue(account: FakeAccount, call: ApiCall, id: number, field: string): ApiAnswer {
  const ticket = account.tickets.get(id);
  if (!ticket || !account.customFields.includes(field))
    return { status: 404, body: { Message: 'Not found.' } };
  if (call.method === 'PUT') ticket.customValues[field] = String(call.json.Value);
  return { status: 200, body: [{ FieldName: field, Value: ticket.customValues[field] ?? null }] };
}
