// What staff correct of a ticket of the built-in desk, what it is resolved for, and when it closes by itself.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Correction, DeskTicket, TicketPage } from '../../../contract/console.ts';
import type { TicketSnapshot } from '../../../contract/ticket.ts';
import { DAY, HOUR, MINUTE } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { insertTeam } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
  technician = await desk.technician();
});
afterEach(() => desk.close());

function act(id: string, name: string, json?: unknown) {
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

const correct = (id: string, correction: Correction) => act(id, 'correct', correction);
const ofStaff = async (id: string) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

async function ofRequester(id: string): Promise<TicketSnapshot | undefined> {
  return (await agent.sync()).tickets.find((ticket) => ticket.id === id);
}

async function decide(id: string, name: string, decision: 'approve' | 'reject'): Promise<string[]> {
  const approver = await desk.activeAgent(`${name}@contoso.example`);
  const verdicts = await approver.verdicts(commandOn(id, 'act-on-ticket', { act: decision }));
  await desk.delivered();
  return verdicts;
}

describe('a correction', () => {
  test('reaches the requester, and the history says who changed what', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'lost' }));
    const id = await newTicket({ categoryId: 'slow', impact: 'person', urgency: 'medium' });
    expect(await ofRequester(id)).toMatchObject({ priority: 'medium', priorityReason: null });
    const answers = [{ field: 'room', label: 'Room', value: 'B 12', reference: null }];
    const corrected = await correct(id, {
      category: { level: 'subcategory', id: 'lost' },
      answers,
      kind: 'service_request',
      impact: 'department',
      urgency: 'critical',
      priority: { level: 'low', reason: 'The exam is over.' },
    });
    expect(corrected.body).toMatchObject({ status: 'new', kind: 'service_request', priority: 'low' });
    expect(await ofRequester(id)).toMatchObject({
      category: { id: 'lost' },
      answers,
      kind: 'service_request',
      impact: 'department',
      urgency: 'critical',
      priority: 'low',
      priorityReason: 'The exam is over.',
    });
    const { events } = await ofStaff(id);
    expect(events).toMatchObject([{ by: 'staff', name: 'Tess Technician', reason: 'The exam is over.' }]);
    expect(events[0]?.corrected).toMatchObject([
      { what: 'category', to: { en: expect.stringContaining('lost') } },
      { what: 'answers' },
      { what: 'kind', from: 'incident', to: 'service_request' },
      { what: 'impact', from: 'person', to: 'department' },
      { what: 'urgency', from: 'medium', to: 'critical' },
      { what: 'priority', from: null, to: 'low' },
    ]);
    expect((await correct(id, { priority: null })).body).toMatchObject({
      priority: 'critical',
      priorityReason: null,
    });
  });

  test('that changes nothing leaves no trace', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
    const id = await newTicket({ categoryId: 'slow', impact: 'person' });
    const { updatedAt } = await ofStaff(id);
    desk.clock.advance(MINUTE);
    const same = {
      category: { level: 'subcategory', id: 'slow' },
      kind: 'incident',
      impact: 'person',
    } as const;
    expect((await correct(id, { ...same, priority: null, answers: [] })).status).toBe(200);
    expect(await ofStaff(id)).toMatchObject({ events: [], updatedAt });
  });

  test('is refused where the catalogue has no such category, and leaves a retired one as it is', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'lost' }));
    const id = await newTicket({ categoryId: 'slow' });
    const unknown = { category: { level: 'subcategory', id: 'unknown' }, impact: 'service' } as const;
    expect(codeOf(await correct(id, unknown))).toBe('category-not-offered');
    expect((await ofStaff(id)).impact).toBeNull();
    await desk.runImport('catalogue', catalogueOf({ id: 'lost' }));
    const kept = { category: { level: 'subcategory', id: 'slow' }, impact: 'service' } as const;
    expect((await correct(id, kept)).body).toMatchObject({ category: { id: 'slow' }, impact: 'service' });
  });

  test('names a service alone, and its due date follows the category', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'lost', dueHours: 4 }));
    const id = await newTicket();
    const { createdAt } = await ofStaff(id);
    await correct(id, { category: { level: 'subcategory', id: 'lost' } });
    expect(Date.parse((await ofStaff(id)).dueAt ?? '')).toBe(Date.parse(createdAt) + 4 * HOUR);
    const service = { level: 'service', id: 'wifi' } as const;
    expect((await correct(id, { category: service })).body).toMatchObject({
      category: { id: 'wifi', name: { en: 'Network > Wi-Fi' } },
      categoryChoice: service,
      dueAt: null,
    });
    expect((await technician.ask('/tickets')).body).toMatchObject({
      tickets: [{ category: { id: 'wifi' } }],
    });
    expect(await ofRequester(id)).toMatchObject({ category: { id: 'wifi' }, dueAt: null });
  });

  test('leaves a pending ticket pending, and a closed one as it is', async () => {
    const id = await newTicket();
    await act(id, 'take');
    await act(id, 'set-pending', { reason: 'A part is ordered.', until: null, untilAnswer: true });
    await correct(id, { impact: 'service' });
    expect(await ofStaff(id)).toMatchObject({ status: 'pending', pending: { reason: 'A part is ordered.' } });
    await act(id, 'resume');
    await act(id, 'resolve', { solution: 'Water.' });
    await correct(id, { urgency: 'low' });
    expect(await ofStaff(id)).toMatchObject({ status: 'resolved', solution: 'Water.', urgency: 'low' });
    await act(id, 'close');
    expect(codeOf(await correct(id, { impact: 'person' }))).toBe('ticket-closed');
  });

  test('of the requester lets them have the ticket, and the former one leave or stay', async () => {
    const people = ['ana', 'bob'].map((name) => personOf(name));
    await desk.runImport('directory', { people });
    const [ana, bob] = [
      await desk.activeAgent('ana@contoso.example'),
      await desk.activeAgent('bob@contoso.example'),
    ];
    const contacts = [{ email: 'ana@contoso.example', fullName: 'Ana' }];
    const id = await newTicket({ contacts });
    const ofAna = { requester: { email: 'ANA@contoso.example', formerStays: false } };
    expect((await correct(id, ofAna)).body).toMatchObject({
      requesterEmail: 'ana@contoso.example',
      contacts: [],
      writtenBy: 'A requester',
      events: [{ corrected: [{ what: 'requester', from: 'A requester' }] }],
    });
    expect((await ana.sync()).tickets).toMatchObject([{ id, you: 'requester' }]);
    expect(await agent.sync()).toMatchObject({ tickets: [], gone: [id] });
    expect(await agent.verdicts(commentCommand(id))).toEqual(['refused ticket-not-found']);
    await correct(id, { requester: { email: 'bob@contoso.example', formerStays: true } });
    expect((await bob.sync()).tickets).toMatchObject([{ id, you: 'requester' }]);
    expect((await ana.sync()).tickets).toMatchObject([{ id, you: 'contact' }]);
    const found = await technician.ask(
      `/organisations/${(await ofStaff(id)).organisationId}/people?search=bob`,
    );
    expect(found.body).toMatchObject({ people: [{ email: 'bob@contoso.example' }] });
    const nobody = {
      requester: { email: 'nobody@contoso.example', formerStays: true },
      impact: 'service',
    } as const;
    expect(codeOf(await correct(id, nobody))).toBe('requester-unknown');
    expect(await ofStaff(id)).toMatchObject({ impact: null, requesterEmail: 'bob@contoso.example' });
    // who wrote it is the requester again
    const back = { requester: { email: 'requester@contoso.example', formerStays: false } };
    expect((await correct(id, back)).body).toMatchObject({ writtenBy: null });
    expect(await bob.sync()).toMatchObject({ tickets: [], gone: [id] });
  });

  test('needs a reason for another priority', async () => {
    const id = await newTicket();
    expect(codeOf(await correct(id, { priority: { level: 'high', reason: ' ' } }))).toBe('invalid-request');
    expect((await ofStaff(id)).priority).toBeNull();
  });
});

describe('a category that needs an approval', () => {
  const laptop = { category: { level: 'subcategory', id: 'laptop' } } as const;
  const slow = { category: { level: 'subcategory', id: 'slow' } } as const;
  beforeEach(async () => {
    await desk.runImport('directory', { people: [personOf('manager'), personOf('director')] });
    await desk.runImport(
      'catalogue',
      catalogueOf(
        { id: 'slow' },
        { id: 'laptop', approver: 'manager@contoso.example' },
        { id: 'car', approver: 'director@contoso.example' },
      ),
    );
  });

  test.each(['new', 'assigned', 'pending'])('asks the approver of a ticket that is %s', async (status) => {
    const id = await newTicket({ categoryId: 'slow' });
    if (status !== 'new') await act(id, 'take');
    if (status === 'pending')
      await act(id, 'set-pending', { reason: 'Why?', until: null, untilAnswer: false });
    expect((await correct(id, laptop)).body).toMatchObject({
      status: 'waiting_for_approval',
      approver: 'The manager',
      pending: null,
    });
    const manager = await desk.activeAgent('manager@contoso.example');
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual(['accepted']);
    await desk.delivered();
    expect(await ofStaff(id)).toMatchObject({ status: 'approved' });
  });

  async function resolved(categoryId: string): Promise<string> {
    const id = await newTicket({ categoryId });
    if (categoryId === 'laptop') await decide(id, 'manager', 'approve');
    await act(id, 'take');
    desk.clock.advance(1);
    expect((await act(id, 'resolve', { solution: 'Water.' })).status).toBe(200);
    desk.clock.advance(1);
    return id;
  }
  async function reopen(id: string, by: string): Promise<DeskTicket> {
    if (by === 'staff') await act(id, 'reopen');
    else await agent.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
    await desk.delivered();
    return ofStaff(id);
  }

  describe.each(['staff', 'its requester'])('of a resolved ticket that %s reopens', (by) => {
    test('is asked for then, where it was corrected to it', async () => {
      const id = await resolved('slow');
      expect((await correct(id, laptop)).body).toMatchObject({ status: 'resolved' });
      expect(await reopen(id, by)).toMatchObject({ status: 'waiting_for_approval', approver: 'The manager' });
      expect(await decide(id, 'manager', 'approve')).toEqual(['accepted']);
      await act(id, 'take');
      desk.clock.advance(1);
      await act(id, 'resolve', { solution: 'More water.' });
      expect(await reopen(id, by)).toMatchObject({ status: 'assigned' });
    });

    test('is not asked for again where it was given before', async () => {
      expect(await reopen(await resolved('laptop'), by)).toMatchObject({ status: 'assigned' });
    });

    test('is asked for by nobody where it was corrected away', async () => {
      const id = await resolved('slow');
      await correct(id, laptop);
      expect((await correct(id, slow)).body).toMatchObject({ status: 'resolved', approver: null });
      expect(await reopen(id, by)).toMatchObject({ status: 'assigned', approval: null });
    });
  });

  const car = { category: { level: 'subcategory', id: 'car' } } as const;
  test.each(['approved', 'assigned'])(
    'asks again where somebody else gave the approval, of a ticket that is %s',
    async (status) => {
      const id = await newTicket({ categoryId: 'laptop' });
      expect(await decide(id, 'manager', 'approve')).toEqual(['accepted']);
      if (status === 'assigned') await act(id, 'take');
      const corrected = DeskTicket.parse((await correct(id, car)).body);
      expect(corrected).toMatchObject({ status: 'waiting_for_approval', approver: 'The director' });
      expect(corrected.approval?.approvers).toHaveLength(1);
      expect(corrected.events.slice(-3)).toMatchObject([
        { corrected: [{ what: 'category' }] },
        { from: status, to: 'waiting_for_approval', by: 'staff' },
        { by: 'staff', asked: 'The director' },
      ]);
      expect(codeOf(await act(id, 'take'))).toBe('transition-not-allowed');
      expect(await decide(id, 'manager', 'approve')).toEqual(['refused ticket-not-found']);
      expect(await decide(id, 'director', 'approve')).toEqual(['accepted']);
      expect(await ofStaff(id)).toMatchObject({ status: 'approved' });
    },
  );

  test('asks the approver of the new category of a ticket that waits, and no longer the former one', async () => {
    const id = await newTicket({ categoryId: 'laptop' });
    const corrected = DeskTicket.parse((await correct(id, car)).body);
    expect(corrected).toMatchObject({ status: 'waiting_for_approval', approver: 'The director' });
    expect(corrected.events.at(-1)).toMatchObject({ by: 'staff', asked: 'The director' });
    expect(await decide(id, 'manager', 'approve')).toEqual(['refused ticket-not-found']);
  });

  test('is corrected away: nobody waits for an approval that the new category does not need', async () => {
    const id = await newTicket({ categoryId: 'laptop' });
    expect((await correct(id, slow)).body).toMatchObject({ status: 'new', approver: null });
    expect(await decide(id, 'manager', 'approve')).toEqual(['refused ticket-not-found']);
    expect((await correct(id, laptop)).body).toMatchObject({ status: 'waiting_for_approval' });
    const team = await insertTeam(desk, 'Ours', []);
    await desk.alter('UPDATE ticket SET team_id = ? WHERE id = ?', team, id);
    expect((await correct(id, slow)).body).toMatchObject({ status: 'assigned', approver: null });
  });

  test('asks for the new approval once a rejected ticket is reopened', async () => {
    const id = await newTicket({ categoryId: 'laptop' });
    await decide(id, 'manager', 'reject');
    expect((await correct(id, car)).body).toMatchObject({ status: 'rejected', approver: 'The director' });
    await agent.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
    await desk.delivered();
    expect(await decide(id, 'manager', 'approve')).toEqual(['refused ticket-not-found']);
    expect(await ofStaff(id)).toMatchObject({ status: 'waiting_for_approval', approver: 'The director' });
  });

  test('keeps an approval of the same approver, and the person whom staff asked instead', async () => {
    await desk.runImport(
      'catalogue',
      catalogueOf(
        { id: 'laptop', approver: 'manager@contoso.example' },
        { id: 'telephone', approver: 'manager@contoso.example' },
      ),
    );
    const telephone = { category: { level: 'subcategory', id: 'telephone' } } as const;
    const [id, other] = [
      await newTicket({ categoryId: 'laptop' }),
      await newTicket({ categoryId: 'laptop' }),
    ];
    await act(other, 'approver', { email: 'director@contoso.example' });
    await decide(id, 'manager', 'approve');
    expect((await correct(id, telephone)).body).toMatchObject({ status: 'approved' });
    expect((await correct(other, telephone)).body).toMatchObject({
      status: 'waiting_for_approval',
      approver: 'The director',
    });
  });

  test('asks nobody for its service alone', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
    const id = await newTicket();
    const service = { category: { level: 'service', id: 'wifi' } } as const;
    expect((await correct(id, service)).body).toMatchObject({ status: 'new', approver: null });
  });
});

describe('a resolution', () => {
  test('names a service where the organisation has a catalogue', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'laptop', approver: null }));
    const [id, other] = [await newTicket(), await newTicket({ categoryId: 'slow' })];
    await act(id, 'take');
    await act(other, 'take');
    const solution = 'Water.';
    expect(codeOf(await act(id, 'resolve', { solution }))).toBe('service-needed');
    const unknown = { level: 'service', id: 'unknown' };
    expect(codeOf(await act(id, 'resolve', { solution, category: unknown }))).toBe('category-not-offered');
    expect(await ofStaff(id)).toMatchObject({ status: 'assigned', solution: null, events: [{}] });
    const category = { level: 'service', id: 'wifi' };
    expect((await act(id, 'resolve', { solution, category })).body).toMatchObject({
      status: 'resolved',
      category: { id: 'wifi' },
    });
    expect((await ofStaff(id)).events.map(({ corrected }) => corrected.length)).toEqual([0, 1, 0]);
    expect((await act(other, 'resolve', { solution })).body).toMatchObject({ category: { id: 'slow' } });
  });

  test('goes past no approver, and no form', async () => {
    await desk.runImport('directory', { people: ['requester', 'manager'].map((name) => personOf(name)) });
    const required = { id: 'room', label: { en: 'Room', fr: 'Salle' }, hint: null, prefill: null };
    await desk.runImport(
      'catalogue',
      catalogueOf(
        { id: 'slow' },
        { id: 'laptop', approver: 'manager@contoso.example' },
        { id: 'screen', fields: [{ ...required, required: true, type: 'text' as const }] },
      ),
    );
    const id = await newTicket({ categoryId: 'slow' });
    await act(id, 'take');
    const resolveFor = (category: object) => act(id, 'resolve', { solution: 'Given.', category });
    for (const [category, code] of [
      ['laptop', 'category-needs-approval'],
      ['screen', 'category-needs-answers'],
    ] as const)
      expect(codeOf(await resolveFor({ level: 'subcategory', id: category }))).toBe(code);
    expect(await ofStaff(id)).toMatchObject({
      status: 'assigned',
      categoryChoice: { id: 'slow' },
      approval: null,
    });
    expect((await resolveFor({ level: 'service', id: 'wifi' })).body).toMatchObject({ status: 'resolved' });
  });

  test('takes what it needs an approval for, once it was approved', async () => {
    await desk.runImport('directory', { people: ['requester', 'manager'].map((name) => personOf(name)) });
    await desk.runImport(
      'catalogue',
      catalogueOf({ id: 'slow' }, { id: 'laptop', approver: 'manager@contoso.example' }),
    );
    const id = await newTicket({ categoryId: 'slow' });
    const category = { level: 'subcategory', id: 'laptop' } as const;
    expect((await correct(id, { category })).body).toMatchObject({ status: 'waiting_for_approval' });
    await decide(id, 'manager', 'approve');
    await act(id, 'take');
    expect((await act(id, 'resolve', { solution: 'Given.', category })).body).toMatchObject({
      status: 'resolved',
    });
  });

  test('of a catalogue that offers nothing any more needs none', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
    await desk.runImport('catalogue', { families: [] });
    const id = await newTicket();
    await act(id, 'take');
    expect((await act(id, 'resolve', { solution: 'Water.' })).body).toMatchObject({ status: 'resolved' });
  });
});

describe('the form of a category', () => {
  const room = {
    ...{ id: 'room', label: { en: 'Room', fr: 'Salle' }, hint: null, prefill: null },
    ...{ required: true, type: 'text' as const },
  };
  const answer = { field: 'room', label: 'Room', value: 'B 12', reference: null };
  const category = { level: 'subcategory', id: 'screen' } as const;

  test('is to be answered where it is demanded, before anybody is asked to approve', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'screen', fields: [room] }));
    const id = await newTicket({ categoryId: 'slow' });
    expect(codeOf(await correct(id, { category }))).toBe('answers-missing');
    expect(codeOf(await correct(id, { category, answers: [] }))).toBe('answers-missing');
    expect((await ofStaff(id)).categoryChoice).toMatchObject({ id: 'slow' });
    expect((await correct(id, { category, answers: [answer] })).status).toBe(200);
    // what was answered is not taken away
    expect(codeOf(await correct(id, { answers: [] }))).toBe('answers-missing');
    expect((await ofStaff(id)).answers).toEqual([answer]);
  });

  test('does not stand in the way of correcting something else, where nobody has answered it', async () => {
    await desk.runImport('catalogue', catalogueOf({ id: 'screen' }));
    const id = await newTicket({ categoryId: 'screen' });
    await desk.runImport('catalogue', catalogueOf({ id: 'screen', fields: [room] }));
    expect((await correct(id, { impact: 'department', answers: [] })).status).toBe(200);
  });
});

describe('a rejected ticket', () => {
  test('is listed with resolved ones, is not open, and staff close it', async () => {
    const id = await newTicket();
    await desk.alter("UPDATE ticket SET status = 'rejected' WHERE id = ?", id);
    const listed = async (query: string) =>
      TicketPage.parse((await technician.ask(`/tickets?${query}`)).body).tickets.map((one) => one.id);
    for (const search of ['', '&search=printer']) {
      expect(await listed(`show=open${search}`)).toEqual([]);
      expect(await listed(`show=resolved${search}`)).toEqual([id]);
    }
    expect((await act(id, 'close')).body).toMatchObject({ status: 'closed' });
    expect(await listed('show=closed')).toEqual([id]);
  });
});

test('a list can be of one organisation alone', async () => {
  const id = await newTicket();
  const { organisationId } = await ofStaff(id);
  const listed = async (of: string) =>
    TicketPage.parse((await technician.ask(`/tickets?organisationId=${of}&search=printer`)).body).tickets;
  expect(await listed(organisationId)).toMatchObject([{ id }]);
  expect(await listed(id)).toEqual([]);
});

describe('a resolved ticket closes by itself', () => {
  async function closeAfter(days: number | null): Promise<void> {
    const administrator = await desk.administrator();
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: days }, secrets: {} };
    expect((await administrator.ask('/backends/built-in', { method: 'PUT', json })).status).toBe(200);
  }

  async function resolved(): Promise<string> {
    const id = await newTicket();
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Water.' });
    return id;
  }

  const later = (milliseconds: number) => new Date(desk.clock.now().getTime() + milliseconds).toISOString();

  /** Without a session, which ends in the meantime. */
  const stored = async (id: string) => (await desk.rows('SELECT * FROM ticket WHERE id = ?', id))[0];

  /** Waits until the server has looked. */
  async function untilClosed(id: string): Promise<void> {
    await until(async () => {
      desk.clock.advance(MINUTE);
      return (await stored(id))?.status === 'closed';
    });
  }

  test('after the days that the desk gives, and tells its requester when', async () => {
    await closeAfter(5);
    const [id, reopened] = [await resolved(), await resolved()];
    const closesAt = later(5 * DAY);
    expect(await ofRequester(id)).toMatchObject({ status: 'resolved', closesAt });
    await act(reopened, 'reopen');
    expect(await ofRequester(reopened)).toMatchObject({ status: 'assigned', closesAt: null });
    desk.clock.advance(5 * DAY - HOUR);
    expect(await stored(id)).toMatchObject({ status: 'resolved' });
    desk.clock.advance(HOUR);
    await untilClosed(id);
    expect(await ofRequester(id)).toMatchObject({ status: 'closed', solution: 'Water.', closesAt: null });
    const events = await desk.rows('SELECT * FROM ticket_event WHERE ticket_id = ? ORDER BY ordinal', id);
    expect(events.at(-1)).toMatchObject({ from_status: 'resolved', to_status: 'closed', by: 'guichet' });
    expect(await stored(reopened)).toMatchObject({ status: 'assigned' });
  });

  test('not where the desk gives none, and by the days of the moment of its resolution', async () => {
    const never = await resolved();
    await closeAfter(5);
    const id = await resolved();
    await closeAfter(null);
    const alsoNever = await resolved();
    desk.clock.advance(6 * DAY);
    await untilClosed(id);
    for (const open of [never, alsoNever])
      expect(await stored(open)).toMatchObject({ status: 'resolved', closes_at: null });
  });

  test.each([0, 366, 1.5, 'five'])('not after %s days', async (days) => {
    const administrator = await desk.administrator();
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: days }, secrets: {} };
    expect(codeOf(await administrator.ask('/backends/built-in', { method: 'PUT', json }))).toBe(
      'invalid-request',
    );
  });
});
