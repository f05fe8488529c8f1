// Tickets that somebody is to look at again: they do not stay with a technician who left, and what is written on a resolved one waits.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Attention } from '../../../contract/attention.ts';
import { DeskTicket } from '../../../contract/console.ts';
import { DAY, MINUTE } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { insertStaff, insertTeam, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { allTold, toldLines } from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const BOB = { email: 'bob@contoso.example', fullName: 'Bob Left', role: 'technician' } as const;
const PAT = { email: 'pat@contoso.example', fullName: 'Pat There', role: 'technician' } as const;

let desk: TestServer;
let administrator: FakeStaff;
let technician: FakeStaff;
let agent: FakeAgent;
let bob: string;
let pat: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  technician = await desk.technician();
  agent = await desk.activeAgent('requester@contoso.example');
  bob = await insertStaff(desk, BOB);
  pat = await insertStaff(desk, PAT);
});
afterEach(() => desk.close());

async function act(id: string, name: string, json: object = {}) {
  desk.clock.advance(MINUTE);
  const answer = await technician.ask(`/tickets/${id}/${name}`, { json });
  expect(answer.status).toBe(200);
  return DeskTicket.parse(answer.body);
}
const read = async (id: string) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);

async function newTicket(): Promise<string> {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

/** A ticket that Bob has resolved, for the team if there is one. */
async function resolvedOf(teamId: string | null): Promise<string> {
  const id = await newTicket();
  await act(id, 'assign', { teamId, to: { technicianId: bob } });
  await act(id, 'resolve', { solution: 'Water.' });
  return id;
}

async function write(id: string, body = 'It still burns.'): Promise<void> {
  desk.clock.advance(MINUTE);
  expect(await agent.verdicts(commentCommand(id, { body }))).toEqual(['accepted']);
}

/** Those who left their work, or their organisation. */
const WAYS: [string, () => Promise<unknown>][] = [
  ['is deactivated', () => administrator.ask(`/staff/${bob}/deactivation`, { method: 'PUT' })],
  [
    'works for other organisations',
    () => desk.alter("UPDATE staff SET organisation_ids = '[]' WHERE id = ?", bob),
  ],
];

async function waitingFor(email: string): Promise<string[]> {
  const browser = openBrowser(desk);
  await browser.signIn(email);
  return Attention.parse((await browser.send('/attention')).body).tickets.map(({ id }) => id);
}

describe.each(WAYS)('where its technician %s, a resolved ticket', (_, leave) => {
  test('that is reopened goes to the queue of its team, which is told', async () => {
    const team = await insertTeam(desk, 'Print', [bob, pat]);
    const id = await resolvedOf(team);
    await leave();
    const { technician: of, technicianId, status, team: name, events } = await act(id, 'reopen');
    expect({ of, technicianId, status, name }).toEqual({
      ...{ of: null, technicianId: null, status: 'assigned', name: 'Print' },
    });
    expect(events.slice(-2)).toMatchObject([
      { from: 'resolved', to: 'assigned', by: 'staff', name: 'Tess Technician' },
      { by: 'guichet', released: 'Bob Left', assigned: { team: 'Print', technician: null } },
    ]);
    await allTold(desk);
    expect((await toldLines(desk)).filter((line) => line.startsWith(PAT.email))).toEqual([
      `${PAT.email}: [R-000001] For Print: The printer is on fire`,
    ]);
    expect(await waitingFor(PAT.email)).toEqual([id]);
  });

  test('without a team that is reopened by its requester is nobody’s, and waits for all', async () => {
    const id = await resolvedOf(null);
    await leave();
    await agent.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
    await desk.delivered();
    expect(await read(id)).toMatchObject({ status: 'new', technician: null, technicianId: null, team: null });
    expect(await waitingFor(PAT.email)).toEqual([id]);
  });

  test('whose merger is undone goes to the queue of its team', async () => {
    const team = await insertTeam(desk, 'Print', [bob, pat]);
    const [kept, id] = [await newTicket(), await newTicket()];
    await act(id, 'assign', { teamId: team, to: { technicianId: bob } });
    await act(id, 'merge', { ticketNumber: (await read(kept)).number });
    await leave();
    expect(await act(id, 'undo-merger')).toMatchObject({
      status: 'assigned',
      technician: null,
      team: 'Print',
    });
    expect(await waitingFor(PAT.email)).toContain(id);
  });

  test('on which its requester writes waits for its team', async () => {
    const team = await insertTeam(desk, 'Print', [bob, pat]);
    const id = await resolvedOf(team);
    await leave();
    await write(id);
    expect(await read(id)).toMatchObject({ status: 'resolved', technician: null, solution: 'Water.' });
    expect(await waitingFor(PAT.email)).toEqual([id]);
  });
});

test('a resolved ticket that waits for an answer is taken back from a technician who leaves', async () => {
  const team = await insertTeam(desk, 'Print', [bob, pat]);
  const [id, answered] = [await resolvedOf(team), await resolvedOf(team)];
  for (const one of [id, answered]) await write(one);
  await act(answered, 'replies', { body: 'Is it on?', internal: false });
  await administrator.ask(`/staff/${bob}/deactivation`, { method: 'PUT' });
  expect(await waitingFor(PAT.email)).toEqual([id]);
  expect(await read(answered)).toMatchObject({ technician: 'Bob Left' });
});

test('a reopened ticket stays with a technician who is there, and waits for them', async () => {
  const id = await resolvedOf(null);
  expect(await waitingFor(BOB.email)).toEqual([]);
  desk.clock.advance(MINUTE);
  await agent.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
  await desk.delivered();
  expect(await read(id)).toMatchObject({ status: 'assigned', technicianId: bob });
  expect(await waitingFor(BOB.email)).toEqual([id]);
});

test('a ticket that has a technician and is approved, or reopened after its rejection, waits for them', async () => {
  const id = await newTicket();
  await act(id, 'assign', { teamId: null, to: { technicianId: bob } });
  for (const status of ['approved', 'new']) {
    await desk.alter('UPDATE ticket SET status = ? WHERE id = ?', status, id);
    expect(await waitingFor(BOB.email)).toEqual([id]);
  }
});

describe('what a requester writes on a resolved ticket', () => {
  async function closeAfter(days: number): Promise<void> {
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: days }, secrets: {} };
    expect((await administrator.ask('/backends/built-in', { method: 'PUT', json })).status).toBe(200);
  }
  const stored = async (id: string) => (await desk.rows('SELECT * FROM ticket WHERE id = ?', id))[0];

  test('waits for its technician until they answer or close it', async () => {
    const id = await resolvedOf(null);
    await write(id);
    expect(await waitingFor(BOB.email)).toEqual([id]);
    await act(id, 'replies', { body: 'They have no clue.', internal: true });
    expect(await waitingFor(BOB.email)).toEqual([id]);
    await act(id, 'replies', { body: 'Is it on?', internal: false });
    expect(await waitingFor(BOB.email)).toEqual([]);
    await write(id, 'Thank you!');
    expect(await waitingFor(BOB.email)).toEqual([id]);
    await act(id, 'close');
    expect(await waitingFor(BOB.email)).toEqual([]);
  });

  test('keeps it from closing by itself until somebody has answered', async () => {
    await closeAfter(5);
    const [id, quiet] = [await resolvedOf(null), await resolvedOf(null)];
    await write(id);
    expect((await agent.sync()).tickets.find((one) => one.id === id)).toMatchObject({ closesAt: null });
    desk.clock.advance(6 * DAY);
    await until(async () => {
      desk.clock.advance(MINUTE);
      return (await stored(quiet))?.status === 'closed';
    });
    expect(await stored(id)).toMatchObject({ status: 'resolved', closes_at: null });
    // the session of before has ended
    const browser = openBrowser(desk);
    await browser.signIn(PAT.email);
    await browser.send(`/tickets/${id}/replies`, { json: { body: 'Is it on?', internal: false } });
    expect((await stored(id))?.closes_at).toBe(new Date(desk.clock.now().getTime() + 5 * DAY).toISOString());
  });
});
