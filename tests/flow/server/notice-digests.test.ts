// A digest tells what its reader may still be told, all of it that has room, and nothing else; a single mail follows the same rule.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { commentCommand, enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { personOf } from '../../fakes/server/imports.ts';
import { type Browser, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import {
  type FakeStaff,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { allTold, toldMails } from '../../fakes/server/told-mails.ts';

const NINA = 'nina@contoso.example';
const BOTH = ['Ours', 'SECRET of Fabrikam'];

let desk: TestServer;
let administrator: FakeStaff;
let ours: FakeAgent;
let nina: { id: string; browser: Browser };
let contoso: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  ours = await desk.activeAgent('requester@contoso.example');
  contoso = (await firstOrganisation(administrator)).id;
  const id = await insertStaff(desk, { email: NINA, fullName: 'Nina', role: 'technician' });
  nina = { id, browser: openBrowser(desk) };
  await nina.browser.signIn(NINA);
  await wish({});
});
afterEach(() => desk.close());

const wish = (wishes: object) =>
  nina.browser.send('/account/mails', {
    method: 'PUT',
    json: { switchedOff: [], digestMinutes: 60, language: 'en', ...wishes },
  });

async function newTicket(agent: FakeAgent, title: string): Promise<string> {
  const command = ticketCommand({ title });
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function agentOfFabrikam(): Promise<FakeAgent> {
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const { id } = made.body as { id: string };
  const keys = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  const agent = await enrolAgent(desk.url, (keys.body as { key: string }).key);
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'requester@fabrikam.example');
  return agent;
}

async function assign(id: string): Promise<void> {
  const json = { teamId: null, to: { technicianId: nina.id } };
  expect((await administrator.ask(`/tickets/${id}/assign`, { json })).status).toBe(200);
  desk.clock.advance(1000);
}

async function limitNina(): Promise<void> {
  const json = { fullName: 'Nina', role: 'technician', organisationIds: [contoso] };
  expect((await administrator.ask(`/staff/${nina.id}`, { method: 'PUT', json })).status).toBe(200);
}

const toNina = async () => (await toldMails(desk)).filter(({ to }) => to === NINA);
const statesOfNina = async () =>
  (await desk.rows('SELECT state FROM notice WHERE staff_id = ? ORDER BY created_at, id', nina.id)).map(
    ({ state }) => state,
  );

test.each([
  ['first', BOTH.toReversed(), ['dropped', 'sent', 'sent']],
  ['last', BOTH, ['sent', 'dropped', 'sent']],
])('what is out of reach by then is not told where it came %s, and the rest is', async (_, order, states) => {
  const theirs = await agentOfFabrikam();
  for (const title of order) await assign(await newTicket(title === 'Ours' ? ours : theirs, title));
  await assign(await newTicket(ours, 'Ours too'));
  await limitNina();
  await allTold(desk, HOUR + MINUTE);
  const mails = await toNina();
  expect(mails.map(({ subject }) => subject)).toEqual(['2 mails about tickets']);
  expect(mails[0]?.text).toContain('Ours too');
  expect(`${mails[0]?.text}${mails[0]?.html}`).not.toContain('SECRET');
  expect(await statesOfNina()).toEqual(states);
});

test('an internal note that mentions somebody who does not reach the ticket any more stays in it', async () => {
  const theirs = await newTicket(await agentOfFabrikam(), 'SECRET of Fabrikam');
  await assign(await newTicket(ours, 'Ours'));
  await assign(await newTicket(ours, 'Ours too'));
  const note = { body: '@Nina, SECRET.', internal: true, attachments: [], mentions: [nina.id] };
  expect((await administrator.ask(`/tickets/${theirs}/replies`, { json: note })).status).toBe(200);
  await limitNina();
  await allTold(desk, HOUR + MINUTE);
  expect((await toNina()).map(({ text }) => text.includes('SECRET'))).toEqual([false]);
});

test('what was switched off meanwhile is not told', async () => {
  await assign(await newTicket(ours, 'Ours'));
  await wish({ switchedOff: ['assigned'] });
  await allTold(desk, HOUR + MINUTE);
  expect(await toNina()).toEqual([]);
  expect(await statesOfNina()).toEqual(['dropped']);
});

test('a digest has a size, and says how many more there are', async () => {
  const id = await newTicket(ours, 'Ours');
  await assign(id);
  for (let index = 0; index < 20; index += 1)
    await ours.sync([commentCommand(id, { body: `Answer ${index}. ${'y'.repeat(9000)}` })]);
  await desk.delivered();
  await allTold(desk, HOUR + MINUTE);
  const [digest, ...others] = await toNina();
  expect(others).toEqual([]);
  expect(digest?.subject).toBe('21 mails about tickets');
  expect(digest?.text.length).toBeLessThan(62_000);
  expect(digest?.text).toMatch(/And 1[45] more, which are not in this mail: .* http:\/\/\S+\/$/m);
  expect(new Set(await statesOfNina())).toEqual(new Set(['sent']));
});

test('somebody who was taken off a ticket is not mailed what was answered before', async () => {
  await desk.runImport('directory', { people: [personOf('boss')] });
  await desk.alter('UPDATE requester SET mails_always = 1');
  const id = await newTicket(ours, 'Ours');
  await allTold(desk);
  const reply = { body: 'For your boss alone.', internal: false, attachments: [] };
  expect((await administrator.ask(`/tickets/${id}/replies`, { json: reply })).status).toBe(200);
  const requester = { email: 'boss@contoso.example', formerStays: false };
  expect((await administrator.ask(`/tickets/${id}/correct`, { json: { requester } })).status).toBe(200);
  await allTold(desk);
  const told = (await toldMails(desk)).filter(({ text }) => text.includes('boss alone'));
  expect(told.map(({ to }) => to)).not.toContain('requester@contoso.example');
});
