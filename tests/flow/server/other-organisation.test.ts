// Staff give a ticket of the built-in desk to another organisation: what it keeps, who loses it, and what is not possible.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Correction, DeskTicket, Organisation } from '../../../contract/console.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  enrolAgent,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { insertStaff, insertTeam } from '../../fakes/server/staff.ts';
import { type FakeStaff, NO_LIMITS, type TestServer } from '../../fakes/server/test-server.ts';

const RUTH = 'ruth@fabrikam.example';

let desk: TestServer;
let secondId: string;
let agent: FakeAgent;
let technician: FakeStaff;
/** of Fabrikam */
let ruth: FakeAgent;
let fabrikam: string;

beforeEach(async () => {
  const opened = await openWithBackends({ second: createBackend('S', ELSEWHERE) }, 'built-in');
  desk = opened.desk;
  secondId = opened.ids.second;
  agent = await desk.activeAgent('requester@contoso.example');
  technician = await desk.technician();
  const administrator = await desk.administrator();
  const json = { name: 'Fabrikam', emailDomains: [] };
  fabrikam = Organisation.parse((await administrator.ask('/organisations', { json })).body).id;
  const made = await administrator.ask(`/organisations/${fabrikam}/enrolment-keys`, { json: NO_LIMITS });
  ruth = await enrolAgent(desk.url, (made.body as { key: string }).key);
  await desk.changeState('activate', [ruth]);
  await desk.confirm(ruth, RUTH, 'Ruth');
});
afterEach(() => desk.close());

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

function act(id: string, name: string, json?: unknown) {
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

const correct = (id: string, correction: Correction) => act(id, 'correct', correction);
const ofStaff = async (id: string) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
const toRuth = { requester: { email: RUTH, formerStays: true } };

test('a ticket goes with its number, messages and files to another requester, and the former one loses it', async () => {
  const picture = randomBytes(2000);
  await agent.upload(picture);
  const id = await newTicket({ attachments: [attachmentOf(picture)] });
  await agent.sync([commentCommand(id, { body: 'Still.' })]);
  await act(id, 'take');
  const before = await ofStaff(id);
  const moved = DeskTicket.parse((await correct(id, { organisationId: fabrikam, ...toRuth })).body);
  expect(moved).toMatchObject({
    number: before.number,
    organisation: 'Fabrikam',
    requester: 'Ruth',
    requesterEmail: RUTH,
    // the words are still theirs
    writtenBy: before.requester,
    contacts: [],
    status: 'assigned',
    technician: 'Tess Technician',
    attachments: before.attachments,
  });
  expect(moved.events.at(-1)).toMatchObject({
    by: 'staff',
    name: 'Tess Technician',
    corrected: [
      { what: 'organisation', from: 'Contoso', to: 'Fabrikam' },
      { what: 'requester', from: 'A requester', to: 'Ruth' },
    ],
  });
  expect((await ruth.sync()).tickets).toMatchObject([
    { id, you: 'requester', comments: [{ body: 'Still.' }], attachments: [{ name: 'screen.png' }] },
  ]);
  expect(await agent.sync()).toMatchObject({ tickets: [], gone: [id] });
  expect(await agent.verdicts(commentCommand(id))).toEqual(['refused ticket-not-found']);
  expect(await ruth.verdicts(commentCommand(id))).toEqual(['accepted']);
  const found = await technician.ask(`/tickets?search=${before.number}`);
  expect(found.body).toMatchObject({ tickets: [{ id, organisation: 'Fabrikam' }] });
  expect(await desk.rows("SELECT details FROM audit WHERE act = 'correct'")).toEqual([
    { details: JSON.stringify({ corrected: 'organisation,requester' }) },
  ]);
});

test('who has the same address there stays, as requester and as contact, and others leave', async () => {
  const people = ['requester', 'ana'].map((name) => personOf(name));
  await desk.runImport('directory', { people }, 'Fabrikam');
  await desk.runImport('directory', { people: ['ana', 'bob'].map((name) => personOf(name)) });
  const ana = await desk.activeAgent('ana@contoso.example');
  const contacts = ['ana', 'bob'].map((name) => ({ email: `${name}@contoso.example`, fullName: name }));
  const id = await newTicket({ contacts });
  expect((await ana.sync()).tickets).toHaveLength(1);
  expect((await correct(id, { organisationId: fabrikam })).body).toMatchObject({
    requesterEmail: 'requester@contoso.example',
    contacts: [{ email: 'ana@contoso.example' }],
  });
  // the address alone does not make an agent of one organisation one of the other
  expect(await ana.sync()).toMatchObject({ tickets: [], gone: [id] });
});

test('a category stays where the other organisation offers it too, and goes where it does not', async () => {
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'lost', dueHours: 4 }));
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'new' }), 'Fabrikam');
  const [kept, cleared, chosen] = [
    await newTicket({ categoryId: 'slow' }),
    await newTicket({ categoryId: 'lost' }),
    await newTicket({ categoryId: 'lost' }),
  ];
  const move = { organisationId: fabrikam, ...toRuth };
  expect((await correct(kept, move)).body).toMatchObject({ category: { id: 'slow' } });
  const gone = DeskTicket.parse((await correct(cleared, move)).body);
  expect(gone).toMatchObject({ category: null, dueAt: null });
  expect(gone.events.at(-1)?.corrected).toMatchObject([
    { what: 'organisation' },
    { what: 'requester' },
    { what: 'category', to: null },
  ]);
  const category = { level: 'subcategory', id: 'new' } as const;
  expect((await correct(chosen, { ...move, category })).body).toMatchObject({ category: { id: 'new' } });
});

test('an approval of the former organisation is no longer asked, and one of the new one is', async () => {
  await desk.runImport('directory', { people: [personOf('manager')] });
  await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
  const people = [{ email: RUTH, fullName: 'Ruth' }, personOf('boss')];
  await desk.runImport('directory', { people }, 'Fabrikam');
  const cars = catalogueOf({ id: 'car', approver: 'boss@contoso.example' });
  await desk.runImport('catalogue', cars, 'Fabrikam');
  const manager = await desk.activeAgent('manager@contoso.example');
  const [one, other] = [await newTicket({ categoryId: 'laptop' }), await newTicket({ categoryId: 'laptop' })];
  const move = { organisationId: fabrikam, ...toRuth };
  expect((await correct(one, move)).body).toMatchObject({ status: 'new', approver: null });
  expect(await manager.verdicts(commandOn(one, 'act-on-ticket', { act: 'approve' }))).toEqual([
    'refused ticket-not-found',
  ]);
  const category = { level: 'subcategory', id: 'car' } as const;
  expect((await correct(other, { ...move, category })).body).toMatchObject({
    status: 'waiting_for_approval',
    approver: 'The boss',
  });
});

test('a category that stays needs its approval in the other organisation too, there and back', async () => {
  const [contoso] = await desk.rows("SELECT id FROM organisation WHERE name = 'Contoso'");
  for (const organisation of ['Contoso', 'Fabrikam']) {
    await desk.runImport(
      'directory',
      { people: ['manager', 'requester'].map((name) => personOf(name)) },
      organisation,
    );
    const catalogue = catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' });
    await desk.runImport('catalogue', catalogue, organisation);
  }
  const manager = await desk.activeAgent('manager@contoso.example');
  const [waiting, approved, rejected] = [
    await newTicket({ categoryId: 'laptop' }),
    await newTicket({ categoryId: 'laptop' }),
    await newTicket({ categoryId: 'laptop' }),
  ];
  await manager.sync([
    commandOn(approved, 'act-on-ticket', { act: 'approve' }),
    commandOn(rejected, 'act-on-ticket', { act: 'reject' }),
  ]);
  await desk.delivered();
  for (const organisationId of [fabrikam, String(contoso?.id)]) {
    for (const id of [waiting, approved])
      expect((await correct(id, { organisationId })).body).toMatchObject({
        organisationId,
        status: 'waiting_for_approval',
        category: { id: 'laptop' },
        approval: { approvers: [{ email: 'manager@contoso.example' }] },
      });
    expect((await correct(rejected, { organisationId })).body).toMatchObject({
      status: 'rejected',
      approval: { approvers: [{ email: 'manager@contoso.example' }] },
    });
  }
  expect((await ofStaff(waiting)).events.at(-1)).toMatchObject({ by: 'staff', asked: 'The manager' });
  expect(codeOf(await act(waiting, 'take'))).toBe('transition-not-allowed');
});

test('a team in which nobody works there loses the ticket, and a rule of the organisation finds another', async () => {
  const administrator = await desk.administrator();
  const [contoso] = await desk.rows("SELECT id FROM organisation WHERE name = 'Contoso'");
  const member = (name: string, organisationId: string) =>
    insertStaff(desk, {
      ...{ email: `${name}@contoso.example`, fullName: name, role: 'technician' },
      organisationIds: [organisationId],
    });
  const [nina, omar] = [await member('nina', String(contoso?.id)), await member('omar', fabrikam)];
  const [ours, theirs] = [await insertTeam(desk, 'Ours', [nina]), await insertTeam(desk, 'Theirs', [omar])];
  const [lost, found] = [await newTicket(), await newTicket()];
  const json = { teamId: ours, to: { technicianId: nina } };
  for (const id of [lost, found]) await administrator.ask(`/tickets/${id}/assign`, { json });
  const move = { organisationId: fabrikam, ...toRuth };
  expect((await correct(lost, move)).body).toMatchObject({ status: 'new', team: null, technician: null });
  await desk.alter(
    'INSERT INTO team_rule (team_id, position, organisation_id, entry_id) VALUES (?, 0, ?, NULL)',
    ...[theirs, fabrikam],
  );
  expect((await correct(found, move)).body).toMatchObject({ status: 'assigned', team: 'Theirs' });
});

test('staff who are limited to organisations move within them, and a technician who does not work there loses the ticket', async () => {
  const id = await newTicket();
  await act(id, 'take');
  const [contoso] = await desk.rows("SELECT id FROM organisation WHERE name = 'Contoso'");
  await desk.alter(
    "UPDATE staff SET organisation_ids = ? WHERE email = 'tech@contoso.example'",
    JSON.stringify([contoso?.id]),
  );
  const move = { organisationId: fabrikam, ...toRuth };
  expect(codeOf(await correct(id, move))).toBe('not-found');
  const administrator = await desk.administrator();
  expect((await administrator.ask(`/tickets/${id}/correct`, { json: move })).body).toMatchObject({
    organisation: 'Fabrikam',
    // nobody has it
    status: 'new',
    technician: null,
    technicianId: null,
  });
});

test('links to tickets of the former organisation go', async () => {
  const [id, other] = [await newTicket(), await newTicket()];
  const { number } = await ofStaff(other);
  await act(id, 'relations', { ticketNumber: number });
  expect((await ofStaff(id)).relations).toHaveLength(1);
  await correct(id, { organisationId: fabrikam, ...toRuth });
  expect((await ofStaff(id)).relations).toEqual([]);
  expect((await ofStaff(other)).relations).toEqual([]);
});

test('nothing is moved without a requester there, to no organisation, or once merged or handed over', async () => {
  const [id, target, handed] = [await newTicket(), await newTicket(), await newTicket()];
  const move = { organisationId: fabrikam, ...toRuth };
  expect(codeOf(await correct(id, { organisationId: fabrikam, impact: 'service' }))).toBe(
    'requester-unknown',
  );
  const nowhere = { organisationId: '00000000-0000-4000-8000-000000000000' };
  expect(codeOf(await correct(id, nowhere))).toBe('not-found');
  await act(id, 'merge', { ticketNumber: (await ofStaff(target)).number });
  expect(codeOf(await correct(target, move))).toBe('organisation-kept');
  await act(handed, 'hand-over', { backendId: secondId, note: '' });
  expect(codeOf(await correct(handed, move))).toBe('organisation-kept');
  for (const one of [target, handed])
    expect(await ofStaff(one)).toMatchObject({ organisation: 'Contoso', impact: null });
});
