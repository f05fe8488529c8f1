// Who takes part in a ticket: the requester, contacts with the same rights, whoever joined it; and nobody else.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import type { CommandEnvelope } from '../../../contract/sync.ts';
import { HOUR } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend } from '../../fakes/server/backend.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type HelpDesk, openHelpDesk } from '../../fakes/server/help-desk.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { until } from '../../fakes/server/until.ts';

let desk: HelpDesk;
let requester: FakeAgent;
let contact: FakeAgent;
afterEach(() => desk.close());
beforeEach(async () => {
  desk = await openHelpDesk();
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

test('a contact gets the whole ticket, writes to it, and both sides read it', async () => {
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

test('the agents of everybody who takes part are told at once', async () => {
  const id = await newTicket({ contacts: [CONTACT] });
  const second = await desk.activeAgent('contact@contoso.example');
  const listeners = await Promise.all(
    [requester, second].map((agent) => listen(`${desk.url}/v1/events`, agent.authorization())),
  );
  const heard = () =>
    listeners.map((listener) => listener.heard.filter((one) => one.startsWith('sync')).length);
  const before = heard();
  await contact.sync([commentCommand(id)]);
  await until(() => heard().every((count, place) => count > (before[place] ?? 0)), 'both are told');
  for (const listener of listeners) listener.close();
});

test('nobody is told again once the backend has taken what they know already', async () => {
  const id = await newTicket({ contacts: [CONTACT] });
  const listener = await listen(`${desk.url}/v1/events`, requester.authorization());
  await until(() => listener.heard.length === 1, 'the stream begins');
  await contact.sync([commentCommand(id)]);
  await desk.delivered();
  await contact.sync([commentCommand(id, { body: 'A second one.' })]);
  await desk.delivered();
  const technician = await desk.technician();
  await technician.ask(`/tickets/${id}/replies`, { json: { body: 'On my way.', internal: false } });
  await until(() => listener.heard.length >= 4, 'both comments and the reply are told');
  expect(listener.heard).toEqual(Array(4).fill('sync {}'));
  listener.close();
});

test('somebody who never wrote is invited by the name of the directory, and finds the ticket once confirmed', async () => {
  const id = await newTicket({ contacts: [MANAGER] });
  expect((await requester.sync()).tickets).toMatchObject([
    { contacts: [{ email: 'manager@contoso.example', fullName: 'A manager' }] },
  ]);
  const manager = await desk.activeAgent('manager@contoso.example');
  expect((await manager.sync()).tickets).toMatchObject([{ id, you: 'contact' }]);
});

test('on behalf of another, the other is the requester and the writer a contact', async () => {
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

test('on behalf of oneself is simply one’s own ticket', async () => {
  const self = { email: 'requester@contoso.example', fullName: 'Me' };
  await newTicket({ onBehalfOf: self, contacts: [self] });
  expect((await requester.sync()).tickets).toMatchObject([{ you: 'requester', contacts: [] }]);
  expect(desk.rows('SELECT written_by FROM ticket')).toEqual([{ written_by: null }]);
});

test.each([
  ['contacts', { contacts: [CONTACT, { email: 'nobody@contoso.example', fullName: 'Nobody' }] }],
  ['onBehalfOf', { onBehalfOf: { email: 'nobody@contoso.example', fullName: 'Nobody' } }],
])('a stranger among %s is refused by name, and nothing is made', async (_field, body) => {
  const { results } = await requester.sync([ticketCommand(body)]);
  expect(results).toMatchObject([
    { outcome: 'refused', error: { code: 'person-unknown', details: { name: 'Nobody' } } },
  ]);
  expect(desk.rows('SELECT id FROM ticket')).toEqual([]);
});

test('an outsider finds no ticket, whatever they try', async () => {
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

test('what the form asked and what was sent is kept and shown as it was', async () => {
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

async function announce(id: string, changes: Record<string, string | null> = {}): Promise<void> {
  await desk.technician();
  const now = desk.clock.now().getTime();
  const at = (milliseconds: number) => new Date(now + milliseconds).toISOString();
  const row: Record<string, string | null> = {
    id,
    organisation_id: String(desk.rows('SELECT id FROM organisation')[0]?.id),
    severity: 'outage',
    ...{
      title_en: 'Printing is down',
      title_fr: 'Impression en panne',
      text_en: 'We know.',
      text_fr: 'On sait.',
    },
    ...{ from_at: at(-HOUR), to_at: at(HOUR), published_at: at(-HOUR), withdrawn_at: null },
    staff_id: String(desk.rows('SELECT id FROM staff LIMIT 1')[0]?.id),
    ...changes,
  };
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  desk.alter(`INSERT INTO announcement (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
}

function join(ticketId: string, announcementId: string): CommandEnvelope {
  return commandOn(ticketId, 'join-ticket', { announcementId });
}

test('me too joins the announced ticket, once; staff see who, and nobody else is told', async () => {
  const id = await newTicket();
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id });
  const { announcements } = await contact.sync();
  expect(announcements).toMatchObject([
    {
      id: announcementId,
      title: { fr: 'Impression en panne' },
      service: null,
      ticket: { id, number: 'R-000001' },
    },
  ]);
  const command = join(id, announcementId);
  const { cursor } = await requester.sync();
  const theirs = await listen(`${desk.url}/v1/events`, requester.authorization());
  await until(() => theirs.heard.length === 1, 'the stream is open');
  expect(await contact.verdicts(command)).toEqual(['accepted']);
  expect(await contact.verdicts(command, join(id, announcementId))).toEqual(['accepted', 'accepted']);
  expect(await requester.verdicts(join(id, announcementId))).toEqual(['accepted']);
  await desk.delivered();
  expect((await contact.sync()).tickets).toMatchObject([{ id, you: 'joiner', contacts: [] }]);
  expect(await requester.sync([], cursor)).toMatchObject({ tickets: [], cursor });
  const technician = await desk.technician();
  const ticket = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  expect(ticket.contacts).toMatchObject([{ email: 'contact@contoso.example' }]);
  expect(theirs.heard).toHaveLength(1);
  expect(desk.rows("SELECT id FROM delivery WHERE operation = 'join-ticket'")).toHaveLength(1);
  expect(desk.rows('SELECT announcement_id FROM participant')).toEqual([{ announcement_id: announcementId }]);
});

test('who joined reads and writes, and leaves closing, reopening and rating to whose ticket it is', async () => {
  const id = await newTicket();
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id });
  expect(await contact.verdicts(join(id, announcementId), commentCommand(id))).toEqual([
    'accepted',
    'accepted',
  ]);
  const technician = await desk.technician();
  await technician.ask(`/tickets/${id}/take`, { method: 'POST' });
  await technician.ask(`/tickets/${id}/resolve`, { json: { solution: 'Toner.' } });
  expect((await contact.sync()).tickets).toMatchObject([{ id, solution: 'Toner.', comments: [{}] }]);
  const acts = ['close', 'reopen'].map((act) => commandOn(id, 'act-on-ticket', { act }));
  const rating = commandOn(id, 'rate-ticket', { score: 1, comment: '' });
  expect(await contact.verdicts(...acts, rating)).toEqual(Array(3).fill('refused act-not-allowed'));
  const confirmed = commandOn(id, 'act-on-ticket', { act: 'close' });
  expect(await requester.verdicts(confirmed)).toEqual(['accepted']);
});

const PAST = '2020-01-01T00:00:00.000Z';
const FUTURE = '2040-01-01T00:00:00.000Z';

test.each([
  ['over', { to_at: PAST }, false],
  ['still to come', { from_at: FUTURE, to_at: null }, true],
  ['withdrawn', { withdrawn_at: PAST }, false],
])('an announcement that is %s cannot be joined', async (_what, changes, isTold) => {
  const id = await newTicket();
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id, ...changes });
  expect((await contact.sync()).announcements).toHaveLength(isTold ? 1 : 0);
  expect(await contact.verdicts(join(id, announcementId))).toEqual(['refused announcement-over']);
});

test('an announcement joins its own ticket, while that is open, and no other', async () => {
  const [id, other] = [await newTicket(), await newTicket()];
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id });
  expect(await contact.verdicts(join(other, announcementId), join(id, v7()))).toEqual([
    'refused announcement-over',
    'refused announcement-over',
  ]);
  desk.alter("UPDATE ticket SET status = 'closed' WHERE id = ?", id);
  expect(await contact.verdicts(join(id, announcementId))).toEqual(['refused announcement-over']);
  expect((await contact.sync()).announcements).toMatchObject([{ id: announcementId, ticket: null }]);
});

test('what is announced to all is told to all, its ticket only to its own organisation', async () => {
  const id = await newTicket();
  const [toAll, toOthers] = [v7(), v7()];
  const administrator = await desk.administrator();
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const fabrikam = String((made.body as { id: string }).id);
  await announce(toAll, { organisation_id: null, ticket_id: id });
  await announce(toOthers, { organisation_id: fabrikam });
  expect((await contact.sync()).announcements).toMatchObject([{ id: toAll, ticket: { id } }]);
  desk.alter(
    'UPDATE device SET organisation_id = ? WHERE machine_id = ?',
    fabrikam,
    contact.identity.machineId,
  );
  expect((await contact.sync()).announcements).toMatchObject([
    { id: toAll, ticket: null },
    { id: toOthers, ticket: null },
  ]);
  expect(await contact.verdicts(join(id, toAll))).toEqual(['refused announcement-over']);
});

test('a suspended agent is told of no catalogue and no announcement', async () => {
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  await announce(v7());
  await desk.changeState('suspend', [contact]);
  expect(await contact.sync()).toMatchObject({ catalogue: null, announcements: [] });
  await desk.changeState('activate', [contact]);
  expect(await contact.sync()).toMatchObject({
    catalogue: { families: [{ id: 'network' }] },
    announcements: [{}],
  });
});

test('a backend is told who joined, by name and address', async () => {
  await desk.close();
  const backend = createBackend();
  desk = await openHelpDesk({ surroundings: { connector: () => backend } });
  requester = await desk.activeAgent('requester@contoso.example');
  contact = await desk.activeAgent('contact@contoso.example');
  const id = await newTicket();
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id });
  const command = join(id, announcementId);
  await contact.sync([command]);
  await desk.delivered();
  expect(backend.acts.get(command.key)).toEqual({ ticketRef: id, what: 'contact contact@contoso.example' });
});
