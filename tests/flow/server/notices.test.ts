// Who is told what by mail of a ticket of the built-in desk.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SyncResponse } from '../../../contract/sync.ts';
import { MINUTE } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { insertStaff, insertTeam } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { allTold, fetchedWritten, toldLines, toldMails } from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const REQUESTER = 'requester@contoso.example';
const TECHNICIAN = 'tech@contoso.example';

let desk: TestServer;
let agent: FakeAgent;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent(REQUESTER);
  technician = await desk.technician();
});
afterEach(() => desk.close());

/** Each a moment after the other, as people act: what happens in the same millisecond has no order. */
function act(id: string, name: string, json?: unknown, staff = technician) {
  desk.clock.advance(1);
  return staff.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  desk.clock.advance(1);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

/** Also of what the answer to the agent that sends a ticket has already. */
async function tellAlways(): Promise<void> {
  await desk.alter('UPDATE requester SET mails_always = 1');
}

async function idOf(email: string): Promise<string> {
  const [row] = await desk.rows('SELECT id FROM staff WHERE email = ?', email);
  return String(row?.id);
}

const pending = { reason: 'A new screen is ordered.', until: null, untilAnswer: false };
const TITLE = 'The printer is on fire';

describe('the requester is told', () => {
  test('of each step, in the order of the steps, with what a technician wrote', async () => {
    await tellAlways();
    const id = await newTicket();
    await allTold(desk);
    await act(id, 'take');
    await act(id, 'replies', { body: 'We are on our way.', internal: false, attachments: [] });
    await allTold(desk);
    await act(id, 'replies', { body: 'They have no clue.', internal: true, attachments: [] });
    await act(id, 'set-pending', pending);
    await allTold(desk);
    await act(id, 'resume');
    await act(id, 'resolve', { solution: 'It is out.' });
    await allTold(desk);
    await act(id, 'close');
    await allTold(desk);
    expect(await toldLines(desk)).toEqual([
      `${REQUESTER}: [R-000001] We have your request: ${TITLE}`,
      `${REQUESTER}: [R-000001] An answer: ${TITLE}`,
      `${REQUESTER}: [R-000001] Pending: ${TITLE}`,
      `${REQUESTER}: [R-000001] Resolved: ${TITLE}`,
      `${REQUESTER}: [R-000001] Closed: ${TITLE}`,
    ]);
    const texts = (await toldMails(desk)).map(({ text }) => text);
    expect(texts[1]).toContain('Tess Technician wrote about');
    expect(texts[1]).toContain('We are on our way.');
    expect(texts[2]).toContain('A new screen is ordered.');
    expect(texts[3]).toContain('It is out.');
    expect(texts.join()).not.toContain('no clue');
  });

  test.each([
    [{ until: '2030-06-03T09:00:00.000Z' }, 'We will come back to it on June 3, 2030 at 9:00:00 AM UTC.'],
    [
      { until: '2030-06-03T09:00:00.000Z', untilAnswer: true },
      'We will come back to it on June 3, 2030 at 9:00:00 AM UTC, or as soon as you answer.',
    ],
    [{ untilAnswer: true }, 'We will come back to it as soon as you answer.'],
    [{}, null],
  ])('until when a ticket waits that is pending with %o', async (wait, said) => {
    const id = await newTicket();
    await act(id, 'take');
    await act(id, 'set-pending', { ...pending, ...wait });
    await allTold(desk);
    const text = (await toldMails(desk)).at(-1)?.text ?? '';
    expect(text).toContain(`\n\n${pending.reason}\n\n${said === null ? '-- ' : `${said}\n\n-- `}`);
  });

  test('when a resolved ticket closes by itself, in their language', async () => {
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: 5 }, secrets: {} };
    const administrator = await desk.administrator();
    expect((await administrator.ask('/backends/built-in', { method: 'PUT', json })).status).toBe(200);
    await desk.alter("UPDATE requester SET written_language = 'fr'");
    const id = await newTicket();
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Éteint.' });
    await allTold(desk);
    const text = (await toldMails(desk)).at(-1)?.text ?? '';
    expect(text).toMatch(
      /\n\nSans nouvelle de votre part, le ticket se fermera de lui-même le \d+ .+ à .+ UTC\.\n/,
    );
  });

  test('not of what their agent has shown meanwhile, but of what came after it', async () => {
    const id = await newTicket();
    await act(id, 'replies', { body: 'Shown.', internal: false, attachments: [] });
    const { cursor } = await agent.sync();
    await fetchedWritten(desk, agent.id, cursor);
    await act(id, 'replies', { body: 'Not shown.', internal: false, attachments: [] });
    await allTold(desk);
    const mails = await toldMails(desk);
    expect(mails.map(({ to }) => to)).toEqual([REQUESTER]);
    expect(mails[0]?.text).toContain('Not shown.');
  });

  test('of all where they wish so, at once', async () => {
    await tellAlways();
    const id = await newTicket();
    await act(id, 'replies', { body: 'Shown.', internal: false, attachments: [] });
    const { cursor } = await agent.sync();
    await fetchedWritten(desk, agent.id, cursor);
    await allTold(desk, 0);
    expect(await toldLines(desk)).toHaveLength(2);
  });

  test('what they chose in their agent, which also shows what the link in a mail changed', async () => {
    const sync = async (who: FakeAgent, json: Record<string, unknown> = {}) =>
      SyncResponse.parse((await who.ask('/v1/sync', { json: { cursor: 0, commands: [], ...json } })).body)
        .standing.mailWish;
    expect(await sync(agent)).toBe('unshown');
    expect(await sync(agent, { mailWish: 'always' })).toBe('always');
    await newTicket();
    await allTold(desk, 0);
    expect(await toldLines(desk)).toHaveLength(1);
    const link = (await toldMails(desk))[0]?.thread?.unsubscribe ?? '';
    await fetch(link, { method: 'POST', body: new URLSearchParams({ wish: 'words' }) });
    expect(await sync(agent)).toBe('words');
    await desk.changeState('suspend', [agent]);
    expect(await sync(agent, { mailWish: 'always' })).toBeNull();
    expect(await desk.rows('SELECT mails_always, mails_notices FROM requester')).toEqual([
      { mails_always: 0, mails_notices: 0 },
    ]);
    const refused = await agent.ask('/v1/sync', { json: { cursor: 0, commands: [], mailWish: 'never' } });
    expect(refused.status).toBe(400);
  });

  test('at once where no agent of theirs can show it', async () => {
    await newTicket();
    await desk.changeState('suspend', [agent]);
    await act(await ticketId(), 'replies', { body: 'Hello.', internal: false, attachments: [] });
    await allTold(desk, 0);
    expect(await toldLines(desk)).toEqual([
      `${REQUESTER}: [R-000001] We have your request: ${TITLE}`,
      `${REQUESTER}: [R-000001] An answer: ${TITLE}`,
    ]);
  });

  test('not of what they did, of which a contact is told', async () => {
    const contact = { email: 'contact@contoso.example', fullName: 'A contact' };
    await desk.runImport('directory', { people: [contact] });
    const id = await newTicket({ contacts: [contact] });
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'It is out.' });
    await allTold(desk);
    await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'close' }));
    await desk.delivered();
    await allTold(desk);
    const told = await toldLines(desk);
    expect(told.filter((line) => !line.includes('We have your request')).sort()).toEqual([
      `${contact.email}: [R-000001] Closed: ${TITLE}`,
      `${contact.email}: [R-000001] Resolved: ${TITLE}`,
      `${REQUESTER}: [R-000001] Resolved: ${TITLE}`,
    ]);
  });

  test('that a ticket goes on as another one, and not that it is closed', async () => {
    const [id] = [await newTicket(), await newTicket()];
    await act(id, 'merge', { ticketNumber: 'R-000002' });
    await allTold(desk);
    const told = await toldLines(desk);
    expect(told).toContain(`${REQUESTER}: [R-000001] Goes on as R-000002: ${TITLE}`);
    expect(told.join()).not.toContain('Closed');
  });

  test('that it goes on alone again', async () => {
    const [id] = [await newTicket(), await newTicket()];
    await act(id, 'merge', { ticketNumber: 'R-000002' });
    await allTold(desk);
    await act(id, 'undo-merger');
    await allTold(desk);
    const last = (await toldMails(desk)).at(-1);
    expect(last).toMatchObject({ to: REQUESTER, subject: `[R-000001] Goes on alone: ${TITLE}` });
    expect(last?.text).toContain('no longer together with ticket R-000002');
  });

  test('in the language of their agent, else in that of the organisation', async () => {
    const administrator = await desk.administrator();
    const [organisation] = await desk.rows('SELECT id FROM organisation');
    await administrator.ask(`/mails/languages/${organisation?.id}`, {
      method: 'PUT',
      json: { language: 'fr' },
    });
    await tellAlways();
    const id = await newTicket();
    await allTold(desk);
    expect(await toldLines(desk)).toEqual([
      `${REQUESTER}: [R-000001] Votre demande est enregistrée\u00a0: ${TITLE}`,
    ]);
    const { body } = await agent.ask('/v1/sync', {
      json: { cursor: 0, commands: [] },
      headers: { 'accept-language': 'en-CA' },
    });
    await fetchedWritten(desk, agent.id, (body as { cursor: number }).cursor);
    await act(id, 'replies', { body: 'Hello.', internal: false, attachments: [] });
    await allTold(desk);
    expect((await toldLines(desk)).at(-1)).toBe(`${REQUESTER}: [R-000001] An answer: ${TITLE}`);
  });
});

async function ticketId(): Promise<string> {
  const [row] = await desk.rows('SELECT id FROM ticket');
  return String(row?.id);
}

describe('technicians are told', () => {
  /** Lets the mail to the requester go, of which these tests are not. */
  async function toStaff(): Promise<string[]> {
    return (await toldLines(desk)).filter((line) => !line.startsWith(REQUESTER));
  }

  test('what is assigned to them by somebody else, and what is answered on it', async () => {
    const administrator = await desk.administrator();
    const [id, own] = [await newTicket(), await newTicket()];
    await act(own, 'take');
    const assignment = { teamId: null, to: { technicianId: await idOf(TECHNICIAN) } };
    await act(id, 'assign', assignment, administrator);
    // what happens in the same millisecond has no order
    desk.clock.advance(1);
    await agent.verdicts(commentCommand(id, { body: 'It is still burning.' }));
    await allTold(desk, 0);
    expect(await toStaff()).toEqual([
      `${TECHNICIAN}: [R-000001] Assigned to you: ${TITLE}`,
      `${TECHNICIAN}: [R-000001] A requester answered: ${TITLE}`,
    ]);
    const mail = (await toldMails(desk)).at(-1);
    expect(mail?.text).toContain('It is still burning.');
    expect(mail?.text).toContain(`${desk.url}/tickets/${id}`);
  });

  test('what waits for anybody of their team, but whoever sent it there', async () => {
    const other = { email: 'other@contoso.example', fullName: 'Other', role: 'technician' } as const;
    const gone = { email: 'gone@contoso.example', fullName: 'Gone', role: 'technician' } as const;
    const ids = [await idOf(TECHNICIAN), await insertStaff(desk, other), await insertStaff(desk, gone)];
    await desk.alter('UPDATE staff SET deactivated_at = created_at WHERE email = ?', gone.email);
    const teamId = await insertTeam(desk, 'Network', ids);
    await act(await newTicket(), 'assign', { teamId, to: 'nobody' });
    await allTold(desk, 0);
    expect(await toStaff()).toEqual([`${other.email}: [R-000001] For Network: ${TITLE}`]);
  });

  test('nothing of an organisation that they are not limited to', async () => {
    const limited = { email: 'limited@contoso.example', fullName: 'Limited', role: 'technician' } as const;
    const ids = [await idOf(TECHNICIAN), await insertStaff(desk, limited)];
    await desk.alter("UPDATE staff SET organisation_ids = '[]' WHERE email = ?", limited.email);
    const teamId = await insertTeam(desk, 'Network', ids);
    await act(await newTicket(), 'assign', { teamId, to: 'nobody' }, await desk.administrator());
    await allTold(desk, 0);
    expect(await toStaff()).toEqual([`${TECHNICIAN}: [R-000001] For Network: ${TITLE}`]);
  });

  test('what comes back to their team from somebody who left, and the requester is not told of it', async () => {
    const gone = { email: 'gone@contoso.example', fullName: 'Gone', role: 'technician' } as const;
    const goneId = await insertStaff(desk, gone);
    const teamId = await insertTeam(desk, 'Network', [goneId, await idOf(TECHNICIAN)]);
    const id = await newTicket();
    await act(id, 'assign', { teamId, to: { technicianId: goneId } }, await desk.administrator());
    await act(id, 'set-pending', pending);
    await allTold(desk);
    const before = await toldLines(desk);
    const administrator = await desk.administrator();
    expect((await administrator.ask(`/staff/${goneId}/deactivation`, { method: 'PUT' })).status).toBe(200);
    await allTold(desk);
    const told = (await toldLines(desk)).slice(before.length);
    expect(told).toEqual([`${TECHNICIAN}: [R-000001] For Network: ${TITLE}`]);
  });

  test('what is answered where they follow, or stand in for the technician, whatever is their own', async () => {
    const id = await newTicket();
    await act(id, 'take');
    const join = (name: string) =>
      insertStaff(desk, { email: `${name}@contoso.example`, fullName: name, role: 'technician' });
    const [standIn, follower] = [await join('bob'), await join('ana')];
    await desk.alter(
      'INSERT INTO ticket_follower (ticket_id, staff_id, since) VALUES (?, ?, ?)',
      ...[id, follower, desk.clock.now().toISOString()],
    );
    await desk.alter(
      "UPDATE staff SET absent_from = '2000-01-01', absent_until = '2100-01-01', stand_in_id = ? WHERE email = ?",
      ...[standIn, TECHNICIAN],
    );
    await agent.verdicts(commentCommand(id));
    await allTold(desk);
    const told = (await toStaff()).map((line) => line.split(':')[0]);
    expect(told.sort()).toEqual(['ana@contoso.example', 'bob@contoso.example', TECHNICIAN]);
  });

  test('nothing that they switched off', async () => {
    const wishes = { switchedOff: ['assigned'], digestMinutes: null, language: 'fr' };
    expect((await technician.ask('/account/mails', { method: 'PUT', json: wishes })).body).toEqual(wishes);
    expect((await technician.ask('/account/mails')).body).toEqual(wishes);
    const id = await newTicket();
    const assignment = { teamId: null, to: { technicianId: await idOf(TECHNICIAN) } };
    await act(id, 'assign', assignment, await desk.administrator());
    await agent.verdicts(commentCommand(id));
    await allTold(desk, 0);
    expect(await toStaff()).toEqual([`${TECHNICIAN}: [R-000001] Réponse de A requester\u00a0: ${TITLE}`]);
  });

  test('in one digest instead of single mails, once its time has come', async () => {
    const wishes = { switchedOff: [], digestMinutes: 30, language: null };
    await technician.ask('/account/mails', { method: 'PUT', json: wishes });
    const assignment = { teamId: null, to: { technicianId: await idOf(TECHNICIAN) } };
    const administrator = await desk.administrator();
    const first = await newTicket();
    await act(first, 'assign', assignment, administrator);
    await allTold(desk, 20 * MINUTE);
    await act(await newTicket(), 'assign', assignment, administrator);
    await agent.verdicts(commentCommand(first));
    await allTold(desk, 0);
    expect(await toStaff()).toEqual([]);
    await allTold(desk, 10 * MINUTE);
    expect(await toStaff()).toEqual([`${TECHNICIAN}: 3 mails about tickets`]);
    const digest = (await toldMails(desk)).find(({ to }) => to === TECHNICIAN);
    for (const part of ['[R-000001] Assigned', '[R-000002] Assigned', '[R-000001] A requester answered'])
      expect(digest?.text).toContain(part);
  });
});

describe('of a ticket that another system', () => {
  test('has, nobody is mailed', async () => {
    const opened = await openWithBackends({ elsewhere: createBackend() }, 'elsewhere');
    const other = await opened.desk.activeAgent('other@contoso.example');
    const command = ticketCommand();
    await other.sync([command]);
    await opened.desk.delivered();
    const staff = await opened.desk.technician();
    await act(command.key, 'replies', { body: 'Hello.', internal: false, attachments: [] }, staff);
    expect(await opened.desk.rows('SELECT body FROM comment')).toHaveLength(1);
    expect(await opened.desk.rows('SELECT id FROM notice')).toEqual([]);
    await opened.desk.close();
  });
});

describe('staff are told', () => {
  const mailsOf = async (email: string) =>
    (await toldLines(desk))
      .filter((line) => line.startsWith(`${email}: `))
      .map((line) => line.slice(email.length + 2));
  const PAUL = { email: 'paul@contoso.example', fullName: 'Paul Roy', role: 'technician' } as const;

  test('of a mention in a note, and whoever follows of an answer', async () => {
    const id = await newTicket();
    const paul = await insertStaff(desk, PAUL);
    const note = { body: '@Paul Roy, look.', internal: true, attachments: [], mentions: [paul] };
    expect((await act(id, 'replies', note)).status).toBe(200);
    await agent.sync([commentCommand(id, { body: 'It burns again.' })]);
    await desk.delivered();
    await allTold(desk);
    // sent at the same time
    expect((await mailsOf(PAUL.email)).sort()).toEqual([
      `[R-000001] A requester answered: ${TITLE}`,
      `[R-000001] Tess Technician mentions you: ${TITLE}`,
    ]);
  });

  test('once of a ticket that is overdue: its technician, or its team', async () => {
    const paul = await insertStaff(desk, PAUL);
    const team = await insertTeam(desk, 'First line', [paul, await idOf(TECHNICIAN)]);
    const [taken, ofTeam, pendingOne] = [await newTicket(), await newTicket(), await newTicket()];
    await act(taken, 'assign', { teamId: team, to: { technicianId: paul } });
    await act(ofTeam, 'assign', { teamId: team, to: 'nobody' });
    await act(pendingOne, 'assign', { teamId: team, to: { technicianId: paul } });
    await act(pendingOne, 'set-pending', pending);
    const due = new Date(desk.clock.now().getTime() + 60 * MINUTE).toISOString();
    await desk.alter('UPDATE ticket SET due_at = ?', due);
    await allTold(desk);
    const overdue = async (email: string) =>
      (await mailsOf(email)).filter((subject) => subject.includes('Overdue')).sort();
    expect(await overdue(PAUL.email)).toEqual([]);
    desk.clock.advance(61 * MINUTE);
    const told = () => desk.rows('SELECT id FROM ticket WHERE overdue_told = ?', due);
    await until(async () => (await told()).length === 2, 'staff are told');
    await allTold(desk);
    await allTold(desk, 5 * MINUTE);
    expect(await overdue(PAUL.email)).toEqual([
      `[R-000001] Overdue: ${TITLE}`,
      `[R-000002] Overdue: ${TITLE}`,
    ]);
    expect(await overdue(TECHNICIAN)).toEqual([`[R-000002] Overdue: ${TITLE}`]);
  });
});
