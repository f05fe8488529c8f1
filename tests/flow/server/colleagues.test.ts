// Absences with stand-ins, mentions in internal notes, and who follows a ticket.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Account } from '../../../contract/account.ts';
import { Colleague } from '../../../contract/colleagues.ts';
import { DeskTicket, type StaffScope, TicketPage } from '../../../contract/console.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { DAY } from '../../../server/clock.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type Browser, insertStaff, insertTeam, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let administrator: FakeStaff;
let agent: FakeAgent;
let fabrikam: string;
let ids: Record<'Ana' | 'Bob' | 'Eve', string>;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  agent = await desk.activeAgent('requester@contoso.example');
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  fabrikam = (made.body as { id: string }).id;
  ids = { Ana: await join('Ana'), Bob: await join('Bob'), Eve: await join('Eve', [fabrikam]) };
});
afterEach(() => desk.close());

const emailOf = (name: string) => `${name.toLowerCase()}@contoso.example`;
const join = (fullName: string, organisationIds: StaffScope = null) =>
  insertStaff(desk, { email: emailOf(fullName), fullName, role: 'technician', organisationIds });

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser(desk);
  expect((await browser.signIn(emailOf(name))).status).toBe(200);
  return browser;
}

async function newTicket(): Promise<string> {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

const inDays = (days: number) => new Date(desk.clock.now().getTime() + days * DAY).toISOString();
const week = (standInId: string | null = null) => ({ from: inDays(-1), until: inDays(6), standInId });
const beAway = (browser: Browser, absence: object | null) =>
  browser.send('/account/absence', { method: 'PUT', json: { absence } });
const read = async (id: string) => DeskTicket.parse((await administrator.ask(`/tickets/${id}`)).body);
const colleagues = async ({ send }: Pick<Browser, 'send'>) =>
  Colleague.array().parse((await send('/colleagues')).body);
const note = (id: string, mentions: string[], internal = true) =>
  administrator.ask(`/tickets/${id}/replies`, { json: { body: 'Look at this.', internal, mentions } });

test('somebody who is away gets no ticket in turn or by load, and can be chosen all the same', async () => {
  const team = await insertTeam(desk, 'Print', [ids.Ana, ids.Bob]);
  const ana = await signedIn('Ana');
  expect((await beAway(ana, week(ids.Bob))).status).toBe(204);
  const assign = async (to: unknown) =>
    administrator.ask(`/tickets/${await newTicket()}/assign`, { json: { teamId: team, to } });
  for (const way of ['in-turn', 'least-load', 'in-turn'])
    expect((await assign(way)).body).toMatchObject({ technician: 'Bob' });
  expect((await assign({ technicianId: ids.Ana })).body).toMatchObject({ technician: 'Ana' });
  await beAway(await signedIn('Bob'), week());
  expect(codeOf(await assign('in-turn'))).toBe('team-has-nobody');
  desk.clock.advance(6 * DAY);
  await ana.signIn(emailOf('Ana'));
  const [back] = (await colleagues(ana)).filter(({ id }) => id === ids.Ana);
  expect(back?.absence).toBeNull();
});

test('an absence is on the account, in the list of the staff and of colleagues, and on the tickets', async () => {
  const id = await newTicket();
  const ana = await signedIn('Ana');
  await ana.send(`/tickets/${id}/take`, { method: 'POST' });
  const absence = week(ids.Bob);
  await beAway(ana, absence);
  expect(Account.parse((await ana.send('/account')).body).absence).toEqual(absence);
  const members = StaffMember.array().parse((await administrator.ask('/staff')).body);
  expect(members.find((one) => one.id === ids.Ana)?.absence).toEqual(absence);
  expect((await colleagues(ana)).find((one) => one.id === ids.Ana)?.absence).toEqual(absence);
  expect((await read(id)).away).toEqual({
    until: absence.until,
    standIn: { id: ids.Bob, fullName: 'Bob' },
  });
  // whoever cannot see the ticket does not stand in
  await administrator.ask(`/staff/${ids.Ana}/absence`, { method: 'PUT', json: { absence: week(ids.Eve) } });
  expect((await read(id)).away?.standIn).toBeNull();
  await administrator.ask(`/staff/${ids.Bob}/deactivation`, { method: 'PUT' });
  await desk.alter('UPDATE staff SET stand_in_id = ? WHERE id = ?', ids.Bob, ids.Ana);
  expect((await read(id)).away?.standIn).toBeNull();
  await beAway(ana, null);
  expect((await read(id)).away).toBeNull();
});

test('a stand-in is somebody else who works here and whom one sees, and an absence is not over', async () => {
  const ana = await signedIn('Ana');
  const codes = [];
  for (const standInId of [ids.Ana, '01900000-0000-7000-8000-000000000001'])
    codes.push(codeOf(await beAway(ana, week(standInId))));
  await administrator.ask(`/staff/${ids.Bob}/deactivation`, { method: 'PUT' });
  codes.push(codeOf(await beAway(ana, week(ids.Bob))));
  const [organisation] = await desk.rows("SELECT id FROM organisation WHERE name = 'Contoso'");
  await desk.alter(
    'UPDATE staff SET organisation_ids = ? WHERE id = ?',
    JSON.stringify([organisation?.id]),
    ids.Ana,
  );
  codes.push(codeOf(await beAway(ana, week(ids.Eve))));
  expect(codes).toEqual(codes.map(() => 'stand-in-unknown'));
  expect(codeOf(await beAway(ana, { from: inDays(-3), until: inDays(-1), standInId: null }))).toBe(
    'date-past',
  );
  expect(codeOf(await beAway(ana, { from: inDays(3), until: inDays(1), standInId: null }))).toBe(
    'invalid-request',
  );
  // and of colleagues, only those are seen
  expect((await colleagues(ana)).map(({ fullName }) => fullName)).toEqual(['Ana', 'Desk administrator']);
});

test('a ticket is followed, found among the followed, and no longer followed', async () => {
  const [id] = [await newTicket(), await newTicket()];
  const ana = await signedIn('Ana');
  const followed = async () => {
    const { tickets } = TicketPage.parse((await ana.send('/tickets?whose=followed')).body);
    return tickets.map((ticket) => ticket.id);
  };
  expect(await followed()).toEqual([]);
  for (let round = 0; round < 2; round += 1) await ana.send(`/tickets/${id}/following`, { method: 'PUT' });
  expect((await read(id)).followers).toEqual([{ id: ids.Ana, fullName: 'Ana' }]);
  expect(await followed()).toEqual([id]);
  await ana.send(`/tickets/${id}/following`, { method: 'DELETE' });
  expect((await read(id)).followers).toEqual([]);
  expect(await followed()).toEqual([]);
});

test('whom a note mentions follows the ticket, under the name of today; the requester learns nothing', async () => {
  const id = await newTicket();
  expect((await note(id, [ids.Bob, ids.Bob])).status).toBe(200);
  await administrator.ask(`/staff/${ids.Bob}`, {
    method: 'PUT',
    json: { fullName: 'Bob Baker', role: 'technician', organisationIds: null },
  });
  const { comments, followers } = await read(id);
  const bob = { id: ids.Bob, fullName: 'Bob Baker' };
  expect(comments[0]?.mentions).toEqual([bob]);
  expect(followers).toEqual([bob]);
  expect((await agent.sync()).tickets[0]?.comments).toEqual([]);
  // who no longer works for its organisation is told nothing more of it
  await desk.alter('UPDATE staff SET organisation_ids = ? WHERE id = ?', JSON.stringify([fabrikam]), ids.Bob);
  expect((await read(id)).followers).toEqual([]);
});

test('nobody is mentioned who may not see the ticket, and a reply to the requester mentions nobody', async () => {
  const id = await newTicket();
  expect(codeOf(await note(id, [ids.Eve]))).toBe('mention-unknown');
  await administrator.ask(`/staff/${ids.Bob}/deactivation`, { method: 'PUT' });
  expect(codeOf(await note(id, [ids.Bob]))).toBe('mention-unknown');
  expect((await read(id)).comments).toEqual([]);
  expect((await note(id, [ids.Ana], false)).status).toBe(200);
  const { comments, followers } = await read(id);
  expect([comments[0]?.mentions, followers]).toEqual([[], []]);
});
