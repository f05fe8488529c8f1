// Somebody's address changes: staff or the directory say so, and the tickets stay theirs. An agent alone never takes them.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChangedAddress } from '../../../contract/people.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import {
  type FakeStaff,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { allTold, toldMails } from '../../fakes/server/told-mails.ts';

const OLD = 'old@contoso.example';
const NEW = 'new@contoso.example';
const COLLEAGUE = 'colleague@contoso.example';

let desk: TestServer;
let administrator: FakeStaff;
let organisationId: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  organisationId = (await firstOrganisation(administrator)).id;
});
afterEach(() => desk.close());

const change = (from: string, to: string, join = false, staff = administrator) =>
  staff.ask(`/organisations/${organisationId}/people/address`, { json: { from, to, join } });
const outcomeOf = async (...asked: Parameters<typeof change>) =>
  ChangedAddress.parse((await change(...asked)).body);
const idsOf = async (agent: FakeAgent) => (await agent.sync()).tickets.map(({ id }) => id).sort();
const emailsOf = async () =>
  (await desk.rows('SELECT email FROM requester ORDER BY email')).map(({ email }) => email);

/** Returns the id. */
async function ticketOf(agent: FakeAgent, body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  return command.key;
}

test('the person keeps tickets and agents under the new address', async () => {
  const agent = await desk.activeAgent(OLD);
  const ticket = await ticketOf(agent);
  const { cursor } = await agent.sync();
  expect(await outcomeOf(OLD, NEW)).toEqual({ outcome: 'changed' });
  expect((await agent.sync()).standing.requester?.email).toBe(NEW);
  expect(await idsOf(agent)).toEqual([ticket]);
  // also the agent of an earlier version, which goes on from its number
  expect((await agent.sync([], cursor)).tickets.map(({ id }) => id)).toEqual([ticket]);
  expect((await administrator.ask(`/tickets/${ticket}`)).body).toMatchObject({ requesterEmail: NEW });
  const audited = await desk.rows("SELECT staff_id, details FROM audit WHERE act = 'change-address'");
  expect(audited).toHaveLength(1);
  expect(JSON.parse(String(audited[0]?.details))).toMatchObject({ from: OLD, to: NEW, joined: null });
  expect(audited[0]?.staff_id).not.toBeNull();
});

test('who confirmed the new address already becomes one with the former, and nothing is there twice', async () => {
  const before = await desk.activeAgent(OLD);
  const after = await desk.activeAgent(NEW);
  const colleague = await desk.activeAgent(COLLEAGUE);
  const contact = (email: string) => ({ email, fullName: 'Somebody' });
  const tickets = [
    await ticketOf(before),
    await ticketOf(before, { contacts: [contact(NEW)] }),
    await ticketOf(after, { contacts: [contact(OLD)] }),
    await ticketOf(colleague, { contacts: [contact(OLD), contact(NEW)] }),
    await ticketOf(before, { onBehalfOf: contact(NEW) }),
  ].sort();
  const { cursor } = await after.sync();
  expect(await outcomeOf(OLD, NEW)).toMatchObject({ outcome: 'taken', tickets: 2 });
  expect(await emailsOf()).toEqual([COLLEAGUE, NEW, OLD]);
  expect(await outcomeOf(OLD, NEW, true)).toEqual({ outcome: 'joined' });
  expect(await emailsOf()).toEqual([COLLEAGUE, NEW]);
  for (const agent of [before, after]) expect(await idsOf(agent)).toEqual(tickets);
  expect((await after.sync([], cursor)).tickets).toHaveLength(5);
  expect(await desk.rows('SELECT role FROM participant ORDER BY role')).toEqual([{ role: 'contact' }]);
  expect(await desk.rows('SELECT id FROM ticket WHERE written_by IS NOT NULL')).toEqual([]);
  for (const ticket of tickets) expect(await after.verdicts(commentCommand(ticket))).toEqual(['accepted']);
});

test('an agent that keeps the mark of its cursor reads all tickets again', async () => {
  const before = await desk.activeAgent(OLD);
  await ticketOf(before);
  const after = await desk.activeAgent(NEW);
  await ticketOf(after);
  const { cursor, mark } = await after.sync();
  await outcomeOf(OLD, NEW, true);
  expect(await after.syncAt({ cursor, mark })).toBe('cursor-ahead');
  expect(await idsOf(after)).toHaveLength(2);
});

test('nobody decides on a ticket that became their own', async () => {
  const before = await desk.activeAgent(OLD);
  const approver = await desk.activeAgent(NEW);
  const ticket = await ticketOf(before);
  await desk.alter("UPDATE ticket SET status = 'waiting_for_approval' WHERE id = ?", ticket);
  await desk.alter(
    "INSERT INTO approval (ticket_id, asked_at, times_asked) VALUES (?, '2030-01-01', 1)",
    ticket,
  );
  await desk.alter(
    `INSERT INTO participant (ticket_id, requester_id, role, added_at)
       SELECT ?, id, 'approver', '2030-01-01' FROM requester WHERE email = ?`,
    ...[ticket, NEW],
  );
  await outcomeOf(OLD, NEW, true);
  expect(await desk.rows('SELECT role FROM participant')).toEqual([]);
  expect(await desk.rows('SELECT times_asked FROM approval')).toEqual([{ times_asked: 0 }]);
  const verdicts = await approver.verdicts(commandOn(ticket, 'act-on-ticket', { act: 'approve' }));
  expect(verdicts[0]).toMatch(/^refused/);
});

test('what waits to be mailed to both is mailed once, to the new address', async () => {
  const before = await desk.activeAgent(OLD);
  await desk.activeAgent(NEW);
  const ticket = await ticketOf(before, { contacts: [{ email: NEW, fullName: 'Somebody' }] });
  await desk.delivered();
  await allTold(desk);
  const mailed = (await toldMails(desk)).length;
  const technician = await desk.technician();
  const json = { body: 'We are on our way.', internal: false, attachments: [] };
  expect((await technician.ask(`/tickets/${ticket}/replies`, { json })).status).toBe(200);
  await outcomeOf(OLD, NEW, true);
  await allTold(desk);
  const told = (await toldMails(desk)).slice(mailed);
  expect(told.map(({ to }) => to)).toEqual([NEW]);
  expect(told[0]?.text).toContain('We are on our way.');
});

test('a token for the new address takes nothing, and nobody but an administrator changes one', async () => {
  const agent = await desk.activeAgent(OLD);
  const ticket = await ticketOf(agent);
  const shared = await desk.activeAgent(NEW);
  expect(await idsOf(shared)).toEqual([]);
  const technician = await desk.technician();
  expect((await change(OLD, NEW, true, technician)).status).toBe(403);
  expect(codeOf(await change('nobody@contoso.example', NEW))).toBe('requester-unknown');
  expect(await outcomeOf(OLD, OLD)).toEqual({ outcome: 'changed' });
  expect(await idsOf(agent)).toEqual([ticket]);
});

const person = (id: string | null, email: string, fullName = 'Somebody') => ({ id, email, fullName });
const importPeople = (...people: ReturnType<typeof person>[]) => desk.runImport('directory', { people });

test('a row of the directory with the same id and another address moves the tickets', async () => {
  const agent = await desk.activeAgent(OLD);
  const ticket = await ticketOf(agent);
  expect((await importPeople(person('42', OLD), person(null, COLLEAGUE))).code).toBe(0);
  const { said } = await importPeople(person('42', NEW, 'Married Name'), person(null, COLLEAGUE));
  expect(said).toContain(`${OLD} is now ${NEW}`);
  const { standing, tickets } = await agent.sync();
  expect(standing.requester).toEqual({ email: NEW, fullName: 'Married Name' });
  expect(tickets.map(({ id }) => id)).toEqual([ticket]);
});

test('addresses that go round in the directory mix no tickets', async () => {
  const [one, other] = [await desk.activeAgent(OLD), await desk.activeAgent(NEW)];
  const tickets = [[await ticketOf(one)], [await ticketOf(other)]];
  await importPeople(person('1', OLD), person('2', NEW));
  await importPeople(person('1', NEW), person('2', OLD));
  expect([await idsOf(one), await idsOf(other)]).toEqual(tickets);
  expect((await one.sync()).standing.requester?.email).toBe(NEW);
});

test('an address that somebody else of the directory had is not taken for the same person', async () => {
  const [one, other] = [await desk.activeAgent(OLD), await desk.activeAgent(NEW)];
  const tickets = [[await ticketOf(one)], [await ticketOf(other)]];
  await importPeople(person('1', OLD), person('2', NEW));
  const { said } = await importPeople(person('1', NEW));
  expect(said).toContain(`warning: ${OLD} has not become ${NEW}`);
  expect([await idsOf(one), await idsOf(other)]).toEqual(tickets);
});

test('who left the directory earlier is not joined with whoever has the address now', async () => {
  const [one, leaver] = [await desk.activeAgent(OLD), await desk.activeAgent(NEW)];
  const tickets = [[await ticketOf(one)], [await ticketOf(leaver)]];
  await importPeople(person('1', OLD), person('2', NEW));
  await importPeople(person('1', OLD));
  const { said } = await importPeople(person('1', NEW));
  expect(said).toContain(`warning: ${OLD} has not become ${NEW}`);
  expect([await idsOf(one), await idsOf(leaver)]).toEqual(tickets);
});

test('who follows at an address is not joined where the directory catches up with the console', async () => {
  const one = await desk.activeAgent(OLD);
  const mine = await ticketOf(one);
  await importPeople(person('1', OLD));
  await outcomeOf(OLD, NEW);
  const successor = await desk.activeAgent(OLD);
  const theirs = await ticketOf(successor);
  await importPeople(person('1', NEW), person('9', OLD));
  expect([await idsOf(one), await idsOf(successor)]).toEqual([[mine], [theirs]]);
});

test('nobody becomes their neighbour where ids are row numbers', async () => {
  const [one, other] = [await desk.activeAgent(OLD), await desk.activeAgent(NEW)];
  await importPeople(person('1', OLD), person('2', NEW));
  const { said } = await importPeople(person('1', COLLEAGUE), person('2', OLD), person('3', NEW));
  expect(said).toContain(`warning: ${OLD} has not become ${COLLEAGUE}`);
  expect((await one.sync()).standing.requester?.email).toBe(OLD);
  expect((await other.sync()).standing.requester?.email).toBe(NEW);
});

test('the console asks also where a colleague of the directory, who never wrote, has the address', async () => {
  await desk.activeAgent(OLD);
  await importPeople(person('1', OLD), person('2', NEW, 'Colleague'));
  expect(await outcomeOf(OLD, NEW)).toEqual({ outcome: 'taken', fullName: 'Colleague', tickets: 0 });
  expect(await emailsOf()).toEqual([OLD]);
  expect(await outcomeOf(OLD, NEW, true)).toEqual({ outcome: 'changed' });
});
