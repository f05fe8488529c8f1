// How tickets are written to Atera, and how Atera's data is read.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connector, TicketChange } from '../../../../../server/connectors/connector.ts';
import { newAct, newAttachment, newComment, newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import type { Harness } from '../../../../connectors/harness.ts';
import type { FakeTicket } from '../../../../fakes/atera/account.ts';
import { connectTo } from '../../../../fakes/atera/harness.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera } from '../../../../fakes/atera/server.ts';

const known = { email: 'a.requester@contoso.example', fullName: 'A requester' };
const technician = { TechnicianID: 31, FullName: 'A technician' };
const about = { organisation: 'Contoso', known, category: null } as Harness;
let atera: FakeAtera;

beforeEach(async () => {
  atera = await openFakeAtera();
});
afterEach(() => atera.close());

function ticketAt(ref: string): FakeTicket {
  const ticket = atera.account.tickets.get(Number(ref));
  if (!ticket) throw new Error(`there is no ticket ${ref}`);
  return ticket;
}

async function create(connector: Connector, more: Parameters<typeof newTicket>[1] = {}) {
  const found = valueIn(await connector.createTicket(newTicket(about, more)));
  return { ref: found.ref, ticket: ticketAt(found.ref) };
}

async function changesOf(connector: Connector, act: () => void | Promise<void>): Promise<TicketChange[]> {
  let { cursor } = valueIn(await connector.changesSince(null));
  await act();
  const tickets: TicketChange[] = [];
  for (;;) {
    const changes = valueIn(await connector.changesSince(cursor));
    tickets.push(...changes.tickets);
    if (!changes.more) return tickets;
    cursor = changes.cursor;
  }
}

test('a requester is the contact with exactly that address, on any page of the search', async () => {
  for (let count = 0; count < 60; count += 1) {
    atera.account.addContact(`${count}.${known.email}`, 'Somebody', 'Else');
  }
  const contact = atera.account.addContact('A.Requester@Contoso.example', 'A', 'Requester');
  const { ticket } = await create(connectTo(atera));
  expect(ticket.EndUserID).toBe(contact.EndUserID);
});

test('an unknown person becomes a contact, even with a single name', async () => {
  const requester = { email: 'teacher@contoso.example', fullName: 'Teacher' };
  const { ticket } = await create(connectTo(atera), { requester });
  expect(ticket.EndUserEmail).toBe(requester.email);
  expect(atera.account.contacts).toMatchObject([{ Firstname: 'Teacher', Lastname: 'Teacher' }]);
});

test('both authentication headers work, with or without a trailing slash', async () => {
  for (const signIn of ['api-key', 'bearer'] as const) {
    const connector = connectTo({ ...atera, url: `${atera.url}/` }, { signIn });
    expect((await connector.check()).every(({ problem }) => problem === null)).toBe(true);
  }
});

test('kind, impact and urgency are mapped by the settings', async () => {
  const usual = await create(connectTo(atera), { kind: 'incident', impact: 'service', urgency: 'critical' });
  expect(usual.ticket).toMatchObject({
    TicketType: 'Incident',
    TicketImpact: 'Crisis',
    TicketPriority: 'Critical',
  });
  const connector = connectTo(atera, {
    impacts: { person: 'NoImpact', service: 'ServerIssue', department: 'SiteDown' },
    priorities: { low: 'Low', medium: 'Low', high: 'Medium', critical: 'High' },
  });
  const own = await create(connector, { kind: 'service_request', impact: 'department', urgency: 'high' });
  expect(own.ticket).toMatchObject({
    TicketType: 'Request',
    TicketImpact: 'SiteDown',
    TicketPriority: 'Medium',
  });
});

test('the device is in its field, and a missing field does not prevent the ticket', async () => {
  atera.account.customFields.push('Poste / appareil');
  const { ticket } = await create(connectTo(atera, { deviceField: 'Poste / appareil' }), {
    hostname: 'PC-7',
  });
  expect(ticket.customValues).toEqual({ 'Poste / appareil': 'PC-7' });
  const other = await create(connectTo(atera, { deviceField: 'Missing' }), { hostname: 'PC-8' });
  expect(other.ticket.comments[0]?.Comment).toContain('PC-8');
});

test('an ActionID other than the ticket’s id is handled', async () => {
  const connector = connectTo(atera);
  const { ref: other } = await create(connector);
  for (const ActionID of [Number(other), 999_999]) {
    const content = newTicket(about);
    const spoiled = connectTo(atera, {}, { fetch: renaming(ActionID) });
    const { ref, number } = valueIn(await spoiled.createTicket(content));
    expect(ticketAt(ref).TicketTitle).toBe(content.title);
    expect(number).toBe(ticketAt(ref).TicketNumber);
  }
});

/** Carries out the call, but returns another id. */
function renaming(ActionID: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    return init?.method === 'POST' ? Response.json({ ActionID }, { status: 201 }) : response;
  };
}

test('a comment of an unknown person is added as the requester’s, with its author’s name', async () => {
  const connector = connectTo(atera);
  const { ref, ticket } = await create(connector);
  const author = { email: 'b.requester@contoso.example', fullName: 'A colleague' };
  valueIn(await connector.addComment(newComment(ref, author, 'Me too.')));
  expect(ticket.comments.at(-1)).toMatchObject({ EndUserID: ticket.EndUserID });
  expect(ticket.comments.at(-1)?.Comment).toContain('A colleague <b.requester@contoso.example>:\nMe too.');
  const contact = atera.account.addContact(author.email, 'A', 'colleague');
  valueIn(await connector.addComment(newComment(ref, author, 'And again.')));
  expect(ticket.comments.at(-1)).toMatchObject({ EndUserID: contact.EndUserID });
  expect(ticket.comments.at(-1)?.Comment).toMatch(/^And again\.\n\n\[guichet [0-9a-f-]{36}\]$/);
});

test('a file is a comment with name, size, expiry and link', async () => {
  const connector = connectTo(atera, { linkDays: 30 });
  const { ref, ticket } = await create(connector);
  const file = newAttachment(ref, 'screen.png', Buffer.alloc(300_000));
  valueIn(await connector.addAttachment(file));
  const lines = ticket.comments.at(-1)?.Comment.split('\n');
  expect(lines).toEqual([
    'screen.png (293 KB), can be read for 30 days:',
    file.link(30),
    '',
    `[guichet ${file.key}]`,
  ]);
});

test('statuses are mapped by the settings first, and unmapped ones are shown unchanged', async () => {
  const connector = connectTo(atera, {
    statuses: { 'En attente': 'pending', Pending: 'waiting_for_approval' },
  });
  const { ticket } = await create(connector);
  const readings: [string, string | null][] = [
    ['En attente', 'pending'],
    ['pending', 'waiting_for_approval'],
    ['Open', 'new'],
    ['Being thought about', null],
  ];
  for (const [word, status] of readings) {
    const [change] = await changesOf(connector, () => {
      ticket.TicketStatus = word;
      atera.account.touch(ticket);
    });
    expect(change).toMatchObject({ status, backendStatus: word });
  }
});

test('an open ticket with a technician is assigned', async () => {
  const connector = connectTo(atera);
  const { ticket } = await create(connector);
  const [change] = await changesOf(connector, () => {
    Object.assign(ticket, { TechnicianContactID: 31, TechnicianFullName: 'A technician' });
    atera.account.touch(ticket);
  });
  expect(change).toMatchObject({ status: 'assigned', technician: 'A technician' });
});

test('an act sets the status that the settings map to it', async () => {
  const connector = connectTo(atera, { statuses: { Pending: 'assigned', Resolved: 'resolved' } });
  const { ref, ticket } = await create(connector);
  ticket.TicketStatus = 'Resolved';
  expect(valueIn(await connector.transition(newAct(ref, known, 'reopen'))).status).toBe('assigned');
  expect(ticket.TicketStatus).toBe('Pending');
});

test('an act repeated after the status has changed again does nothing', async () => {
  const connector = connectTo(atera);
  const { ref, ticket } = await create(connector);
  ticket.TicketStatus = 'Resolved';
  valueIn(await connector.transition(newAct(ref, known, 'close')));
  const calls = atera.calls.length;
  expect(valueIn(await connector.transition(newAct(ref, known, 'close'))).status).toBe('closed');
  expect(atera.calls.slice(calls)).toEqual([`GET /tickets/${ref}`]);
});

test('internal notes are not read', async () => {
  const connector = connectTo(atera);
  const { ref, ticket } = await create(connector);
  const [change] = await changesOf(connector, () => {
    atera.account.addComment(ticket, 'What it costs', technician, true);
    atera.account.addComment(ticket, '<p>It is on its way.</p>', technician);
  });
  expect(change?.ref).toBe(ref);
  expect(change?.comments).toMatchObject([{ author: 'A technician', body: 'It is on its way.', key: null }]);
});

test('a mail reply that quotes our comment is read, and our comment is not read back', async () => {
  const connector = connectTo(atera);
  const { ref, ticket } = await create(connector);
  const [endUser] = atera.account.contacts;
  if (!endUser) throw new Error('there is a requester');
  const comment = newComment(ref, known, 'Any news?');
  valueIn(await connector.addComment(comment));
  const quoted = ticket.comments.at(-1)?.Comment ?? '';
  const [change] = await changesOf(connector, () => {
    atera.account.addComment(ticket, `Not yet.\n\n${quoted}`, technician);
    atera.account.addComment(ticket, `Thank you.\n\n${quoted}`, endUser);
    atera.account.addComment(ticket, `It works.\n\n${ticket.comments[0]?.Comment}`, endUser);
  });
  expect(change?.comments.map(({ key }) => key)).toEqual([comment.key, null, null, null]);
  expect(change?.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    'Any news?',
    'Not yet.',
    'Thank you.',
    'It works.',
  ]);
});

test('foreign tickets cause no calls beyond the list', async () => {
  const connector = connectTo(atera);
  const endUser = atera.account.addContact('x@contoso.example', 'X', 'Y');
  const fields = {
    TicketTitle: 'Theirs',
    TicketType: 'Incident',
    TicketImpact: 'Minor',
    TicketPriority: 'Low',
  };
  let before = 0;
  const changes = await changesOf(connector, () => {
    for (let count = 0; count < 40; count += 1) atera.account.addTicket(fields, endUser, 'Help!');
    before = atera.calls.length;
  });
  expect(changes).toEqual([]);
  expect(atera.calls.slice(before)).toEqual(['GET /tickets/lastmodified']);
});

test('a description missing in the list is read from the comments', async () => {
  const bare: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!String(input).includes('lastmodified')) return response;
    return new Response((await response.text()).replaceAll('"FirstComment"', '"AnotherField"'), {
      status: response.status,
      headers: response.headers,
    });
  };
  const connector = connectTo(atera, {}, { fetch: bare });
  const content = newTicket(about);
  const { ref } = valueIn(await connector.createTicket(content));
  const question = { key: content.key, operation: 'create-ticket', ticketRef: null, fileName: null } as const;
  const found = await connector.findByKey({ ...question, since: new Date().toISOString() });
  expect(found).toMatchObject({ ok: true, value: { ref } });
});

test('comments on several pages are all read, in order', async () => {
  const connector = connectTo(atera);
  const { ticket } = await create(connector);
  const bodies = Array.from({ length: 120 }, (_, index) => `Message ${index}`);
  const [change] = await changesOf(connector, () => {
    for (const [index, body] of bodies.entries()) {
      atera.account.skew = (index + 1) * 1000;
      atera.account.addComment(ticket, body, technician);
    }
  });
  expect(change?.comments.map(({ body }) => body)).toEqual(bodies);
  expect(new Set(change?.comments.map(({ ref }) => ref)).size).toBe(bodies.length);
});

test('a cursor of another kind of backend starts from the beginning', async () => {
  const connector = connectTo(atera);
  const { ref, ticket } = await create(connector);
  for (const left of ['2030-01-02 08:00:00', '{"page":2}', '']) {
    const { cursor, more } = valueIn(await connector.changesSince(left));
    expect(more).toBe(false);
    atera.account.touch(ticket);
    expect(valueIn(await connector.changesSince(cursor)).tickets.map((change) => change.ref)).toEqual([ref]);
  }
});

test('the API key is in no URL', async () => {
  const addresses: string[] = [];
  const watching: typeof fetch = (input, init) => {
    addresses.push(String(input));
    return fetch(input, init);
  };
  await create(connectTo(atera, {}, { fetch: watching }));
  expect(addresses.join('\n')).not.toContain(ATERA_KEY);
});
