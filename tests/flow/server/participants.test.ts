// Participants of a ticket: the requester, contacts with the same rights, and nobody else.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let requester: FakeAgent;
let contact: FakeAgent;
afterEach(() => desk.close());
beforeEach(async () => {
  desk = await openTestServer();
  requester = await desk.activeAgent('requester@contoso.example');
  contact = await desk.activeAgent('contact@contoso.example');
  const people = [personOf('manager', { fullName: 'A manager' }), personOf('contact')];
  await desk.runImport('directory', { people });
});

const CONTACT = { email: 'contact@contoso.example', fullName: 'Whatever was typed' };
const MANAGER = { email: 'manager@contoso.example', fullName: 'Whatever was typed' };

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await requester.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

test('a contact gets the whole ticket, and a comment by either reaches both', async () => {
  const id = await newTicket({ contacts: [CONTACT], description: 'It smokes.' });
  const person = { email: 'contact@contoso.example', fullName: 'A requester' };
  const [seen] = (await contact.sync()).tickets;
  expect(seen).toMatchObject({
    id,
    description: 'It smokes.',
    you: 'contact',
    requester: { email: 'requester@contoso.example' },
    contacts: [person],
  });
  const { cursor } = await requester.sync();
  expect(await contact.verdicts(commentCommand(id, { body: 'Mine too.' }))).toEqual(['accepted']);
  const comments = [{ author: 'requester', authorName: 'A requester', body: 'Mine too.' }];
  expect((await requester.sync([], cursor)).tickets).toMatchObject([{ id, you: 'requester', comments }]);
  expect((await contact.sync()).tickets).toMatchObject([{ id, comments }]);
});

test('every agent of every participant is notified at once', async () => {
  const id = await newTicket({ contacts: [CONTACT] });
  const second = await desk.activeAgent('contact@contoso.example');
  const listeners = await Promise.all(
    [requester, second].map((agent) => listen(`${desk.url}/v1/events`, agent.authorization())),
  );
  const eventCounts = () =>
    listeners.map((listener) => listener.events.filter((one) => one.startsWith('sync')).length);
  await until(() => eventCounts().every((count) => count === 1), 'both streams begin');
  const before = eventCounts();
  await contact.sync([commentCommand(id)]);
  await until(() => eventCounts().every((count, place) => count > (before[place] ?? 0)), 'both are notified');
  for (const listener of listeners) listener.close();
});

test('the delivery of a known comment sends no further event', async () => {
  const id = await newTicket({ contacts: [CONTACT] });
  const listener = await listen(`${desk.url}/v1/events`, requester.authorization());
  await until(() => listener.events.length === 1, 'the stream begins');
  await contact.sync([commentCommand(id)]);
  await desk.delivered();
  await contact.sync([commentCommand(id, { body: 'A second one.' })]);
  await desk.delivered();
  const technician = await desk.technician();
  await technician.ask(`/tickets/${id}/replies`, { json: { body: 'On my way.', internal: false } });
  await until(() => listener.events.length >= 4, 'events for both comments and the reply arrive');
  expect(listener.events).toEqual(Array(4).fill('sync {}'));
  listener.close();
});

test('an invited person of the directory gets the ticket once the address is confirmed', async () => {
  const id = await newTicket({ contacts: [MANAGER] });
  expect((await requester.sync()).tickets).toMatchObject([
    { contacts: [{ email: 'manager@contoso.example', fullName: 'A manager' }] },
  ]);
  const manager = await desk.activeAgent('manager@contoso.example');
  expect((await manager.sync()).tickets).toMatchObject([{ id, you: 'contact' }]);
});

test('a ticket on behalf of another has the other as requester and the writer as contact', async () => {
  const id = await newTicket({ onBehalfOf: MANAGER, contacts: [CONTACT, MANAGER] });
  expect((await requester.sync()).tickets).toMatchObject([
    {
      id,
      you: 'contact',
      requester: { fullName: 'A manager' },
      contacts: [{ email: 'contact@contoso.example' }, { email: 'requester@contoso.example' }],
    },
  ]);
  const ticket = DeskTicket.parse((await (await desk.technician()).ask(`/tickets/${id}`)).body);
  expect(ticket).toMatchObject({
    requester: 'A manager',
    requesterEmail: 'manager@contoso.example',
    writtenBy: 'A requester',
  });
});

test('a ticket on behalf of oneself is an ordinary ticket', async () => {
  const self = { email: 'requester@contoso.example', fullName: 'Me' };
  await newTicket({ onBehalfOf: self, contacts: [self] });
  expect((await requester.sync()).tickets).toMatchObject([{ you: 'requester', contacts: [] }]);
  expect(await desk.rows('SELECT written_by FROM ticket')).toEqual([{ written_by: null }]);
});

test.each([
  ['contacts', { contacts: [CONTACT, { email: 'nobody@contoso.example', fullName: 'Nobody' }] }],
  ['onBehalfOf', { onBehalfOf: { email: 'nobody@contoso.example', fullName: 'Nobody' } }],
])('an unknown person in %s is refused by name, and no ticket is created', async (_field, body) => {
  const { results } = await requester.sync([ticketCommand(body)]);
  expect(results).toMatchObject([
    { outcome: 'refused', error: { code: 'person-unknown', details: { name: 'Nobody' } } },
  ]);
  expect(await desk.rows('SELECT id FROM ticket')).toEqual([]);
});

test('no command of an outsider finds the ticket', async () => {
  const id = await newTicket({ contacts: [CONTACT] });
  const outsider = await desk.activeAgent('outsider@contoso.example');
  expect(
    await outsider.verdicts(
      commentCommand(id),
      commandOn(id, 'act-on-ticket', { act: 'reopen' }),
      commandOn(id, 'act-on-ticket', { act: 'approve' }),
      commandOn(id, 'rate-ticket', { score: 4, comment: '' }),
      commandOn(id, 'join-ticket', { announcementId: v7() }),
    ),
  ).toEqual([
    'refused ticket-not-found',
    'refused ticket-not-found',
    'refused ticket-not-found',
    'refused ticket-not-found',
    'refused announcement-over',
  ]);
  expect((await outsider.sync()).tickets).toEqual([]);
});

test('category, answers, facts, impact and urgency are stored and shown as sent', async () => {
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  const answers = [{ field: 'room', label: 'Local', value: 'B-204', reference: null }];
  const facts = [{ name: 'memory', value: '6.2 GB / 15.9 GB' }];
  const body = {
    categoryId: 'slow',
    answers,
    facts,
    impact: 'service',
    urgency: 'high',
    ticketKind: 'service_request',
  };
  const id = await newTicket(body);
  const shown = {
    kind: 'service_request',
    category: { id: 'slow', name: { en: 'Network > Wi-Fi > Leaf slow' } },
    answers,
    impact: 'service',
    urgency: 'high',
    dueAt: null,
    satisfaction: null,
    approver: null,
  };
  expect((await requester.sync()).tickets).toMatchObject([shown]);
  const technician = await desk.technician();
  expect(DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body)).toMatchObject({
    ...shown,
    facts,
    writtenBy: null,
  });
  expect((await technician.ask('/tickets')).body).toMatchObject({
    tickets: [{ id, category: { id: 'slow' }, dueAt: null }],
  });
});
