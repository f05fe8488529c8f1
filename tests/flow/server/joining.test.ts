// "Me too": who may join the ticket of an announcement, what they may do there, and who is notified.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import type { CommandEnvelope } from '../../../contract/sync.ts';
import { HOUR } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend } from '../../fakes/server/backend.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { catalogueOf } from '../../fakes/server/imports.ts';
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
});

async function newTicket(): Promise<string> {
  const command = ticketCommand();
  expect(await requester.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function announce(id: string, changes: Record<string, string | null> = {}): Promise<void> {
  await desk.technician();
  const now = desk.clock.now().getTime();
  const at = (milliseconds: number) => new Date(now + milliseconds).toISOString();
  const row: Record<string, string | null> = {
    id,
    organisation_id: String((await desk.rows('SELECT id FROM organisation'))[0]?.id),
    severity: 'outage',
    title_en: 'Printing is down',
    title_fr: 'Impression en panne',
    text_en: 'We know.',
    text_fr: 'On sait.',
    from_at: at(-HOUR),
    to_at: at(HOUR),
    published_at: at(-HOUR),
    withdrawn_at: null,
    staff_id: String((await desk.rows('SELECT id FROM staff LIMIT 1'))[0]?.id),
    ...changes,
  };
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  await desk.alter(
    `INSERT INTO announcement (${columns.join(', ')}) VALUES (${places})`,
    ...Object.values(row),
  );
}

function join(ticketId: string, announcementId: string): CommandEnvelope {
  return commandOn(ticketId, 'join-ticket', { announcementId });
}

test('"Me too" joins the announced ticket once, is visible to staff, and notifies nobody else', async () => {
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
  await until(() => theirs.events.length === 1, 'the stream is open');
  expect(await contact.verdicts(command)).toEqual(['accepted']);
  expect(await contact.verdicts(command, join(id, announcementId))).toEqual(['accepted', 'accepted']);
  expect(await requester.verdicts(join(id, announcementId))).toEqual(['accepted']);
  await desk.delivered();
  expect((await contact.sync()).tickets).toMatchObject([{ id, you: 'joiner', contacts: [] }]);
  expect(await requester.sync([], cursor)).toMatchObject({ tickets: [], cursor });
  const technician = await desk.technician();
  const ticket = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  expect(ticket.contacts).toMatchObject([{ email: 'contact@contoso.example' }]);
  expect(theirs.events).toHaveLength(1);
  expect(await desk.rows("SELECT id FROM delivery WHERE operation = 'add-contact'")).toHaveLength(1);
  expect(await desk.rows('SELECT announcement_id FROM participant')).toEqual([
    { announcement_id: announcementId },
  ]);
});

test('a joiner reads and comments, and cannot close, reopen or rate', async () => {
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
])('an announcement that is %s cannot be joined', async (_what, changes, isSent) => {
  const id = await newTicket();
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id, ...changes });
  expect((await contact.sync()).announcements).toHaveLength(isSent ? 1 : 0);
  expect(await contact.verdicts(join(id, announcementId))).toEqual(['refused announcement-over']);
});

test('an announcement joins only its own ticket, while it is open', async () => {
  const [id, other] = [await newTicket(), await newTicket()];
  const announcementId = v7();
  await announce(announcementId, { ticket_id: id });
  expect(await contact.verdicts(join(other, announcementId), join(id, v7()))).toEqual([
    'refused announcement-over',
    'refused announcement-over',
  ]);
  await desk.alter("UPDATE ticket SET status = 'closed' WHERE id = ?", id);
  expect(await contact.verdicts(join(id, announcementId))).toEqual(['refused announcement-over']);
  expect((await contact.sync()).announcements).toMatchObject([{ id: announcementId, ticket: null }]);
});

test('an announcement for all reaches every organisation, its ticket only its own', async () => {
  const id = await newTicket();
  const [toAll, toOthers] = [v7(), v7()];
  const administrator = await desk.administrator();
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const fabrikam = String((made.body as { id: string }).id);
  await announce(toAll, { organisation_id: null, ticket_id: id });
  await announce(toOthers, { organisation_id: fabrikam });
  expect((await contact.sync()).announcements).toMatchObject([{ id: toAll, ticket: { id } }]);
  await desk.alter(
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

test('a suspended agent gets no catalogue and no announcements', async () => {
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

test('the backend gets the name and address of a joiner', async () => {
  await desk.close();
  const backend = createBackend();
  desk = await openTestServer({ overrides: { connector: () => backend } });
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
