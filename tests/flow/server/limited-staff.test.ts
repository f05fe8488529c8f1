// Staff who work for some organisations: what lists, searches and counts show them, and that a change of it is at once.
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Attention } from '../../../contract/attention.ts';
import { ListedBackend, ParkedDelivery } from '../../../contract/backends.ts';
import {
  AgentCounts,
  DevicePage,
  Organisation,
  type StaffScope,
  TicketPage,
} from '../../../contract/console.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { Team } from '../../../contract/teams.ts';
import { enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type Browser, insertStaff, insertTeam, openBrowser } from '../../fakes/server/staff.ts';
import {
  type FakeStaff,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let administrator: FakeStaff;
let contoso: string;
let fabrikam: { id: string; key: string };
/** requesters of the two organisations */
let ours: FakeAgent;
let theirs: FakeAgent;

beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  contoso = (await firstOrganisation(administrator)).id;
  const json = { name: 'Fabrikam', emailDomains: [] };
  const { id } = (await administrator.ask('/organisations', { json })).body as { id: string };
  const made = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  fabrikam = { id, key: (made.body as { key: string }).key };
  ours = await desk.activeAgent('requester@contoso.example');
  theirs = await enrolAgent(desk.url, fabrikam.key);
  await desk.changeState('activate', [theirs]);
  await desk.confirm(theirs, 'requester@fabrikam.example');
});
afterEach(() => desk.close());

/** Adds somebody who works for these organisations, and signs them in. */
async function join(
  name: string,
  organisationIds: StaffScope,
  role: 'technician' | 'administrator' = 'technician',
): Promise<{ id: string; browser: Browser }> {
  const email = `${name}@contoso.example`;
  const id = await insertStaff(desk, { email, fullName: name, role, organisationIds });
  const browser = openBrowser(desk);
  expect((await browser.signIn(email)).status).toBe(200);
  return { id, browser };
}

async function write(agent: FakeAgent, title: string): Promise<string> {
  const command = ticketCommand({ title });
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

const titles = async ({ send }: Pick<Browser, 'send'>, query: string) => {
  const { tickets } = TicketPage.parse((await send(`/tickets?show=all&${query}`)).body);
  return tickets.map(({ title }) => title);
};
const change = (
  id: string,
  organisationIds: StaffScope,
  by: Pick<Browser, 'send'> = { send: administrator.ask },
) =>
  by.send(`/staff/${id}`, {
    method: 'PUT',
    json: { fullName: 'Somebody', role: 'technician', organisationIds },
  });

test('lists, searches and counts show what is of the organisations that somebody works for', async () => {
  await write(theirs, 'A zebra elsewhere');
  await write(ours, 'A zebra here');
  const [own, all] = [(await join('own', [contoso])).browser, (await join('all', null)).browser];
  expect(await titles(own, '')).toEqual(['A zebra here']);
  expect(await titles(own, 'search=zebra')).toEqual(['A zebra here']);
  expect(await titles(all, 'search=zebra')).toEqual(['A zebra here', 'A zebra elsewhere']);
  const read = async (route: string) => (await own.send(route)).body;
  const organisations = Organisation.array().parse(await read('/organisations'));
  expect(organisations.map(({ name }) => name)).toEqual(['Contoso']);
  const { devices } = DevicePage.parse(await read('/devices'));
  expect(devices.map(({ organisationId }) => organisationId)).toEqual([contoso]);
  expect(DevicePage.parse(await read(`/devices?organisationId=${fabrikam.id}`)).devices).toEqual([]);
  expect(DevicePage.parse(await read('/devices?search=requester')).devices).toHaveLength(1);
  expect(AgentCounts.parse(await read('/agents/counts'))).toMatchObject({ active: 1 });
});

test('a search finds what is far behind the tickets of others, and says where it has to go on', async () => {
  await write(ours, 'A zebra here');
  const { id, browser } = await join('own', [contoso]);
  const insert = async (index: number) => {
    const [key, at] = [`other-${index}`, new Date(desk.clock.now().getTime() + index * 1000).toISOString()];
    await desk.alter(
      `INSERT INTO ticket (id, organisation_id, requester_id, agent_id, kind, title, description, status, created_at, updated_at)
        SELECT ?, ?, requester_id, agent_id, kind, 'A zebra elsewhere', '', 'new', ?, ? FROM ticket WHERE requester_id =
        (SELECT requester_id FROM agent WHERE id = ?) LIMIT 1`,
      ...[key, fabrikam.id, at, at, theirs.id],
    );
  };
  await write(theirs, 'A zebra elsewhere');
  for (let index = 1; index <= 120; index += 1) await insert(index);
  // a search indexes fifty at once
  for (let round = 0; round < 3; round += 1) await titles(browser, 'search=zebra');
  expect(await titles(browser, 'search=zebra')).toEqual(['A zebra here']);
  expect(await titles(browser, 'search=zebra&whose=mine')).toEqual([]);
  await desk.alter("UPDATE ticket SET technician_id = ? WHERE title = 'A zebra here'", id);
  expect(await titles(browser, 'search=zebra&whose=mine')).toEqual(['A zebra here']);
});

test('a split that went to another organisation is not shown beyond the limit, from either side', async () => {
  const id = await write(ours, 'ours');
  const key = v7();
  const split = { key, title: 'Split off', description: '', message: null };
  await administrator.ask(`/tickets/${id}/split`, { json: split });
  await desk.delivered();
  const requester = { email: 'requester@fabrikam.example', formerStays: false };
  const json = { organisationId: fabrikam.id, requester };
  expect((await administrator.ask(`/tickets/${key}/correct`, { json })).status).toBe(200);
  expect((await administrator.ask(`/tickets/${id}`)).body).toMatchObject({
    relations: [{ kind: 'split-into', ticket: { title: 'Split off' } }],
  });
  const [nina, omar] = [await join('nina', [contoso]), await join('omar', [fabrikam.id])];
  expect((await nina.browser.send(`/tickets/${id}`)).body).toMatchObject({ title: 'ours', relations: [] });
  expect((await omar.browser.send(`/tickets/${key}`)).body).toMatchObject({
    title: 'Split off',
    relations: [],
  });
});

test('a ticket of a team in which nobody works for its organisation any more waits for all who do', async () => {
  const nina = await join('nina', null);
  const team = await insertTeam(desk, 'Network', [nina.id]);
  const id = await write(ours, 'Waits');
  const assignment = { teamId: team, to: 'nobody' };
  expect((await administrator.ask(`/tickets/${id}/assign`, { json: assignment })).status).toBe(200);
  const waiting = async () => Attention.parse((await administrator.ask('/attention')).body).tickets;
  expect(await waiting()).toEqual([]);
  await change(nina.id, [contoso]);
  expect(await waiting()).toEqual([]);
  await change(nina.id, [fabrikam.id]);
  expect(await waiting()).toMatchObject([{ id }]);
});

test('parked deliveries, backends and teams are those of the organisations, and so are their numbers', async () => {
  for (const agent of [ours, theirs]) await write(agent, 'Parked');
  await desk.alter(
    "UPDATE delivery SET state = 'parked', last_error = ?",
    JSON.stringify({ en: 'Away', fr: 'Absent' }),
  );
  const { id, browser } = await join('own', [contoso]);
  const other = await join('other', [fabrikam.id]);
  await insertTeam(desk, 'Both', [id, other.id]);
  await insertTeam(desk, 'Elsewhere', [other.id]);
  const read = async (route: string) => (await browser.send(route)).body;
  const parked = ParkedDelivery.array().parse(await read('/deliveries?state=parked'));
  expect(parked).toMatchObject([{ alike: 1 }]);
  const [builtIn] = ListedBackend.array().parse(await read('/backends'));
  expect(builtIn?.health).toMatchObject({ parked: 1, lastFailure: null });
  const teams = Team.array().parse(await read('/teams'));
  expect(teams.map(({ name, members }) => [name, members.map(({ fullName }) => fullName)])).toEqual([
    ['Both', ['own']],
  ]);
  const retried = await browser.send(`/deliveries/${parked[0]?.id}/retry-alike`, { method: 'POST' });
  expect(retried.body).toEqual({ settled: 1, left: 0 });
  expect(await desk.rows("SELECT id FROM delivery WHERE state = 'parked'")).toHaveLength(1);
});

test('a ticket is assigned to nobody who does not work for its organisation, and to no team that is not seen', async () => {
  const ticketId = await write(ours, 'A ticket');
  const { id, browser } = await join('own', [contoso]);
  const other = await join('other', [fabrikam.id]);
  const both = await insertTeam(desk, 'Both', [id, other.id]);
  const elsewhere = await insertTeam(desk, 'Elsewhere', [other.id]);
  const assign = (teamId: string, to: unknown, by: Pick<Browser, 'send'> = browser) =>
    by.send(`/tickets/${ticketId}/assign`, { json: { teamId, to } });
  expect(codeOf(await assign(both, { technicianId: other.id }))).toBe('technician-not-in-team');
  expect(codeOf(await assign(elsewhere, 'nobody'))).toBe('team-gone');
  expect(codeOf(await assign(elsewhere, 'in-turn', { send: administrator.ask }))).toBe('team-has-nobody');
  // whose turn it is does not matter
  for (let round = 0; round < 2; round += 1)
    expect((await assign(both, 'in-turn')).body).toMatchObject({ technician: 'own' });
});

test('an agent that claims another organisation stays as it is', async () => {
  const moving = await desk.activeAgent();
  await enrolAgent(desk.url, fabrikam.key, { identity: moving.identity, secret: moving.secret });
  const { browser } = await join('limited', [contoso], 'administrator');
  const activate = (by: Pick<Browser, 'send'>) =>
    by.send('/agents/state', { json: { act: 'activate', selection: { agentIds: [moving.id, theirs.id] } } });
  expect((await activate(browser)).body).toEqual({ changed: 0, undecided: 1 });
  expect(JSON.stringify((await browser.send('/devices')).body)).not.toContain('Fabrikam');
  expect((await activate({ send: administrator.ask })).body).toEqual({ changed: 1, undecided: 0 });
});

test('a changed limit is at once: in open sessions, and in event streams', async () => {
  const ticketId = await write(theirs, 'Elsewhere');
  const { id, browser } = await join('own', null);
  expect((await browser.send(`/tickets/${ticketId}`)).status).toBe(200);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  expect((await change(id, [contoso])).body).toMatchObject({ organisationIds: [contoso] });
  await until(stream.ended, 'the stream ends');
  expect(codeOf(await browser.send(`/tickets/${ticketId}`))).toBe('not-found');
  expect((await browser.send('/session')).body).toMatchObject({ organisationIds: [contoso] });

  const limited = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  await write(theirs, 'Elsewhere again');
  // what concerns all is told
  await administrator.ask('/teams', { json: { name: 'Print', assigning: 'nobody', memberIds: [] } });
  await until(() => limited.events.includes('changed "staff"'), 'a new team is told');
  expect(limited.events).not.toContain('changed "tickets"');
  await write(ours, 'Here');
  await until(() => limited.events.includes('changed "tickets"'), 'the own ticket is told');
  limited.close();
});

test('a limited administrator sees and changes whom they could have invited, and gives no more than they have', async () => {
  const { browser, id } = await join('limited', [contoso], 'administrator');
  const within = await join('within', [contoso]);
  const beyond = await join('beyond', [contoso, fabrikam.id]);
  const list = async () => StaffMember.array().parse((await browser.send('/staff')).body);
  expect((await list()).map(({ fullName }) => fullName)).toEqual(['limited', 'within']);
  expect(codeOf(await change(beyond.id, [contoso], browser))).toBe('not-found');
  expect(codeOf(await change(within.id, null, browser))).toBe('not-found');
  expect(codeOf(await change(id, null, browser))).toBe('own-account');
  const invite = (organisationIds: StaffScope) =>
    browser.send('/invitations', {
      json: {
        email: 'new@contoso.example',
        fullName: 'New',
        role: 'technician',
        organisationIds,
        language: 'en',
      },
    });
  expect(codeOf(await invite(null))).toBe('not-found');
  expect((await invite([contoso])).status).toBe(200);
  expect((await list()).map(({ fullName, organisationIds }) => [fullName, organisationIds])).toContainEqual([
    'New',
    [contoso],
  ]);
  const [row] = await desk.rows("SELECT id FROM staff_invitation WHERE email = 'new@contoso.example'");
  expect((await browser.send(`/invitations/${row?.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('whoever accepts an invitation works for the organisations that it names', async () => {
  const json = {
    ...{ email: 'new@contoso.example', fullName: 'New', role: 'technician', language: 'en' },
    organisationIds: [contoso],
  };
  await administrator.ask('/invitations', { json });
  await desk.alter(
    'UPDATE staff_invitation SET token_hash = ?',
    createHash('sha256').update('a token').digest('hex'),
  );
  const browser = openBrowser(desk);
  const accepted = await browser.send('/invitation/acceptance', {
    json: { token: 'a token', password: 'four old socks in a drawer' },
  });
  expect(accepted.body).toMatchObject({ organisationIds: [contoso] });
});

test('a limit that cannot be read lets nobody in', async () => {
  const { id, browser } = await join('own', [contoso]);
  await desk.alter("UPDATE staff SET organisation_ids = 'x' WHERE id = ?", id);
  expect((await browser.send('/tickets')).status).toBe(500);
});
