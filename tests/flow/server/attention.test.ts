// What waits for somebody of the staff: the tickets that nobody has, and theirs that they have to answer.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Attention } from '../../../contract/attention.ts';
import { TicketPage } from '../../../contract/console.ts';
import { DAY, MINUTE } from '../../../server/clock.ts';
import { commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { insertStaff, insertTeam, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let technician: FakeStaff;
let requester: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  await desk.administrator();
  technician = await desk.technician();
  requester = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

async function newTicket(): Promise<string> {
  desk.clock.advance(MINUTE);
  const command = ticketCommand();
  await requester.sync([command]);
  await desk.delivered();
  return command.key;
}

async function act(id: string, name: string, json: object = {}): Promise<void> {
  desk.clock.advance(MINUTE);
  expect((await technician.ask(`/tickets/${id}/${name}`, { json })).status).toBe(200);
}

async function waiting(): Promise<[id: string, why: string, byYou: boolean][]> {
  await desk.delivered();
  const { tickets } = Attention.parse((await technician.ask('/attention')).body);
  const page = TicketPage.parse((await technician.ask('/tickets?whose=waiting')).body);
  expect(page.tickets.map(({ id }) => id).sort()).toEqual(tickets.map(({ id }) => id).sort());
  return tickets.map(({ id, why, byYou }) => [id, why, byYou]);
}

test('a ticket waits until somebody takes it, and for them until they have written', async () => {
  const id = await newTicket();
  expect(await waiting()).toEqual([[id, 'unassigned', false]]);
  await act(id, 'take');
  expect(await waiting()).toEqual([[id, 'assigned', true]]);
  await act(id, 'replies', { body: 'A note.', internal: true });
  expect(await waiting()).toEqual([[id, 'assigned', true]]);
  await act(id, 'replies', { body: 'Is it on?', internal: false });
  expect(await waiting()).toEqual([]);
  desk.clock.advance(MINUTE);
  await requester.sync([commentCommand(id, { body: 'Yes.' })]);
  expect(await waiting()).toEqual([[id, 'answered', false]]);
  await act(id, 'set-pending', { reason: 'Ordered.', until: null, untilAnswer: false });
  expect(await waiting()).toEqual([]);
});

test('tickets of teams wait for their members, and the newest stands first', async () => {
  const email = 'paul@contoso.example';
  const paul = await insertStaff(desk, { email, fullName: 'Paul Roy', role: 'technician' });
  const [own] = await desk.rows("SELECT id FROM staff WHERE email <> ? AND role = 'technician'", email);
  const ours = await insertTeam(desk, 'Ours', [String(own?.id), paul]);
  const theirs = await insertTeam(desk, 'Theirs', [paul]);
  const [one, other, third] = [await newTicket(), await newTicket(), await newTicket()];
  await act(one, 'assign', { teamId: theirs, to: 'nobody' });
  await act(other, 'assign', { teamId: ours, to: 'nobody' });
  expect(await waiting()).toEqual([
    [other, 'unassigned', true],
    [third, 'unassigned', false],
  ]);
  const browser = openBrowser(desk);
  await browser.signIn(email);
  const of = Attention.parse((await browser.send('/attention')).body);
  expect(of.tickets.map(({ id }) => id)).toEqual([other, one, third]);
  // assigned by another, after they had answered it
  await act(third, 'assign', { teamId: ours, to: { technicianId: paul } });
  await browser.send(`/tickets/${third}/replies`, { json: { body: 'Is it on?', internal: false } });
  const ofPaul = async () =>
    Attention.parse((await browser.send('/attention')).body).tickets.find(({ id }) => id === third);
  expect(await ofPaul()).toBeUndefined();
  await act(third, 'assign', { teamId: ours, to: { technicianId: String(own?.id) } });
  await act(third, 'assign', { teamId: ours, to: { technicianId: paul } });
  expect(await ofPaul()).toMatchObject({ why: 'assigned', byYou: false });
});

test('tickets of somebody who is away wait for whoever stands in, as long as that is so', async () => {
  const email = 'ana@contoso.example';
  const ana = await insertStaff(desk, { email, fullName: 'Ana Roy', role: 'technician' });
  const id = await newTicket();
  await act(id, 'assign', { teamId: null, to: { technicianId: ana } });
  expect(await waiting()).toEqual([]);
  const [own] = await desk.rows("SELECT id FROM staff WHERE email <> ? AND role = 'technician'", email);
  const inDays = (days: number) => new Date(desk.clock.now().getTime() + days * DAY).toISOString();
  const times = [inDays(-1), inDays(2), own?.id, ana];
  await desk.alter(
    'UPDATE staff SET absent_from = ?, absent_until = ?, stand_in_id = ? WHERE id = ?',
    ...times,
  );
  expect(await waiting()).toEqual([[id, 'stand-in', true]]);
  await act(id, 'replies', { body: 'Is it on?', internal: false });
  expect(await waiting()).toEqual([]);
  desk.clock.advance(MINUTE);
  await requester.sync([commentCommand(id, { body: 'Yes.' })]);
  expect(await waiting()).toEqual([[id, 'stand-in', false]]);
  await desk.alter('UPDATE staff SET absent_until = ? WHERE id = ?', desk.clock.now().toISOString(), ana);
  expect(await waiting()).toEqual([]);
});

test('what waits for an approval waits for nobody here', async () => {
  const [one, other] = [await newTicket(), await newTicket()];
  await desk.alter("UPDATE ticket SET status = 'waiting_for_approval' WHERE id = ?", one);
  expect((await waiting()).map(([id]) => id)).toEqual([other]);
});
