// Mails to approvers: at once and every two days, to a stand-in beside them, and until somebody decides.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Attention } from '../../../contract/attention.ts';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { commandOn, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import {
  allTold,
  fetchedWritten,
  type ToldMail,
  toldLines,
  toldMails,
} from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const addressOf = (name: string) => `${name}@contoso.example`;
const [MANAGER, DEPUTY, DIRECTOR] = [addressOf('manager'), addressOf('deputy'), addressOf('director')];

let desk: TestServer;
let technician: FakeStaff;
let requester: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  await desk.administrator();
  technician = await desk.technician();
  await importPeople();
  await desk.runImport(
    'catalogue',
    catalogueOf({ id: 'slow' }, { id: 'laptop', approver: MANAGER }, { id: 'car', approver: 'manager' }),
  );
  requester = await desk.activeAgent(addressOf('requester'));
});
afterEach(() => desk.close());

async function importPeople(...without: string[]): Promise<void> {
  const people = [
    personOf('requester', { manager: DIRECTOR }),
    personOf('manager', { standIn: DEPUTY }),
    personOf('deputy'),
    personOf('director'),
    personOf('orphan'),
  ];
  await desk.runImport('directory', { people: people.filter(({ email }) => !without.includes(email)) });
}

async function newTicket(categoryId: string, author = requester): Promise<string> {
  const command = ticketCommand({ categoryId, title: 'A laptop' });
  expect(await author.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

/** The mails to approvers after so much time. */
async function asked(id: string, after: number): Promise<ToldMail[]> {
  const before = Number((await rowOf(id)).times_asked);
  desk.clock.advance(after);
  await until(async () => {
    if (Number((await rowOf(id)).times_asked) > before) return true;
    // the look of that minute may have been under way
    desk.clock.advance(SECOND);
    return false;
  }, 'the approvers are asked');
  await allTold(desk, MINUTE);
  return (await toldMails(desk)).filter(({ subject }) => subject.includes('Your approval'));
}

const rowOf = async (id: string) =>
  (await desk.rows('SELECT times_asked, ask_again_at FROM approval WHERE ticket_id = ?', id))[0] ?? {};
const recipients = (mails: readonly ToldMail[]) => mails.map(({ to }) => to);
const tokenIn = ({ text }: ToldMail) => /\/approval#([\w-]+)/.exec(text)?.[1] ?? '';
const decide = (token: string, decision: string) =>
  openBrowser(desk).send('/approval/decision', { json: { token, decision } });

/** Signed in anew: days pass, which no session outlives. */
async function read(id: string): Promise<DeskTicket> {
  await desk.delivered();
  const browser = openBrowser(desk);
  await browser.signIn('tech@contoso.example');
  return DeskTicket.parse((await browser.send(`/tickets/${id}`)).body);
}

test('the approver has a mail within a minute, whose link decides once', async () => {
  const id = await newTicket('laptop');
  const [mail, ...others] = await asked(id, MINUTE);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: MANAGER, subject: '[R-000001] Your approval: A laptop' });
  expect(mail?.text).toContain('The requester (Contoso) asks the help desk for “A laptop”');
  // nobody switches it off, and a machine has written it
  expect(mail?.thread).toMatchObject({ unsubscribe: null, byPerson: false });
  const token = mail ? tokenIn(mail) : '';
  expect((await decide(token, 'approve')).status).toBe(204);
  expect((await read(id)).status).toBe('approved');
  expect(codeOf(await decide(token, 'reject'))).toBe('approval-link-invalid');
});

describe('the requester is told that it was rejected', () => {
  const toRequester = async () =>
    (await toldMails(desk)).filter(
      ({ to, subject }) => to === addressOf('requester') && /Reject/.test(subject),
    );

  test('with the reason that came by the link', async () => {
    const id = await newTicket('laptop');
    const [mail] = await asked(id, MINUTE);
    const json = { token: mail ? tokenIn(mail) : '', decision: 'reject', reason: 'There is no money left.' };
    expect((await openBrowser(desk).send('/approval/decision', { json })).status).toBe(204);
    await desk.delivered();
    await allTold(desk);
    const [told, ...others] = await toRequester();
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      subject: '[R-000001] Rejected: A laptop',
      text: expect.stringContaining(
        'The manager has rejected your request “A laptop”, which needed their approval.\n\nThere is no money left.\n\n',
      ),
      // nobody switches it off: a person has written it
      thread: { unsubscribe: null, byPerson: true },
    });
    // the approver knows
    expect(recipients(await toldMails(desk)).filter((to) => to === MANAGER)).toHaveLength(1);
  });

  test('with the last message of the approver who rejects in their agent, and without one where others wrote it', async () => {
    const manager = await desk.activeAgent(MANAGER);
    const [said, silent] = [await newTicket('laptop'), await newTicket('laptop')];
    await manager.verdicts(commandOn(said, 'add-comment', { body: 'Too dear.', attachments: [] }));
    await requester.verdicts(commandOn(silent, 'add-comment', { body: 'Please!', attachments: [] }));
    for (const id of [said, silent])
      await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'reject' }));
    await desk.delivered();
    await allTold(desk);
    const texts = (await toRequester()).map(({ text }) => text.split('\n\n')[2]).sort();
    expect(texts).toEqual([expect.stringContaining('does not go on with it'), 'Too dear.']);
  });

  test('not where their agent has shown it', async () => {
    const id = await newTicket('laptop');
    const manager = await desk.activeAgent(MANAGER);
    await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'reject' }));
    await desk.delivered();
    const { cursor } = await requester.sync();
    await fetchedWritten(desk, requester.id, cursor);
    await allTold(desk);
    expect(await toRequester()).toEqual([]);
  });
});

test('also where their agent shows it', async () => {
  const manager = await desk.activeAgent(MANAGER);
  const id = await newTicket('laptop');
  await manager.sync();
  expect(recipients(await asked(id, MINUTE))).toEqual([MANAGER]);
});

test('it is asked again every two days, the stand-in with the third mail, and no more after ten days', async () => {
  const id = await newTicket('laptop');
  expect(recipients(await asked(id, MINUTE))).toEqual([MANAGER]);
  desk.clock.advance(2 * DAY - HOUR);
  expect(recipients(await asked(id, HOUR))).toEqual([MANAGER, MANAGER]);
  expect((await read(id)).approval?.approvers).toHaveLength(1);
  expect(
    recipients(await asked(id, 2 * DAY))
      .slice(2)
      .sort(),
  ).toEqual([DEPUTY, MANAGER]);
  expect((await read(id)).events.at(-1)).toMatchObject({ by: 'guichet', asked: 'The deputy' });
  for (const _ of [4, 5, 6]) await asked(id, 2 * DAY);
  expect((await rowOf(id)).ask_again_at).toBeNull();
  // the first link works as well as the last: of the stand-in, too
  const mails = await toldMails(desk);
  const ofDeputy = mails.find(({ to }) => to === DEPUTY);
  expect((await decide(ofDeputy ? tokenIn(ofDeputy) : '', 'reject')).status).toBe(204);
  expect((await read(id)).status).toBe('rejected');
});

describe('somebody else is asked at once', () => {
  test('where the approver has left: the requester’s manager', async () => {
    const id = await newTicket('laptop');
    await importPeople(MANAGER);
    expect(recipients(await asked(id, MINUTE))).toEqual([DIRECTOR]);
  });

  test('who stands in for the approver, on a ticket of their own', async () => {
    const id = await newTicket('laptop', await desk.activeAgent(MANAGER));
    expect((await read(id)).approval).toMatchObject({ approvers: [{ email: DEPUTY }], isStuck: false });
    expect(recipients(await asked(id, MINUTE))).toEqual([DEPUTY]);
  });

  test('nobody where nobody is known, and the one whom staff name then', async () => {
    const id = await newTicket('car', await desk.activeAgent(addressOf('orphan')));
    expect(await asked(id, MINUTE)).toEqual([]);
    await technician.ask(`/tickets/${id}/approver`, { json: { email: DEPUTY } });
    expect(recipients(await asked(id, MINUTE))).toEqual([DEPUTY]);
  });
});

describe('a ticket waits for its team', () => {
  const PAUL = addressOf('paul');
  const stuckMails = async () =>
    (await toldLines(desk)).filter((line) => line.startsWith(PAUL) && line.includes('Nobody decides'));
  async function attention() {
    const browser = openBrowser(desk);
    await browser.signIn(PAUL);
    const { tickets } = Attention.parse((await browser.send('/attention')).body);
    const page = TicketPage.parse((await browser.send('/tickets?whose=waiting')).body);
    expect(page.tickets.map(({ id }) => id).sort()).toEqual(tickets.map(({ id }) => id).sort());
    return tickets.map(({ id, why }) => [id, why]);
  }

  beforeEach(async () => {
    const paul = await insertStaff(desk, { email: PAUL, fullName: 'Paul Roy', role: 'technician' });
    const team = { name: 'Support', assigning: 'nobody', memberIds: [paul] };
    const takes = [{ organisationId: null, entryId: null }];
    expect((await (await desk.administrator()).ask('/teams', { json: { ...team, takes } })).status).toBe(200);
  });

  test('where nobody can be asked: it is mailed once, and waits no more once somebody is found', async () => {
    const id = await newTicket('car', await desk.activeAgent(addressOf('orphan')));
    expect((await read(id)).approval).toMatchObject({ approvers: [], isStuck: false });
    expect(await attention()).toEqual([]);
    await asked(id, MINUTE);
    expect((await read(id)).approval).toMatchObject({ approvers: [], isStuck: true, askAgainAt: null });
    expect(await attention()).toEqual([[id, 'approval-stuck']]);
    expect(await stuckMails()).toEqual([`${PAUL}: [R-000001] Nobody decides: A laptop`]);
    const { ask_again_at: lookedAt } = await rowOf(id);
    desk.clock.advance(2 * DAY);
    await until(async () => {
      desk.clock.advance(SECOND);
      return (await rowOf(id)).ask_again_at !== lookedAt;
    }, 'it is looked again');
    await allTold(desk);
    expect(await stuckMails()).toHaveLength(1);
    // the directory knows a manager now
    const orphan = personOf('orphan', { manager: DIRECTOR });
    await desk.runImport('directory', { people: [orphan, personOf('director')] });
    expect(recipients(await asked(id, 2 * DAY))).toEqual([DIRECTOR]);
    expect((await read(id)).approval).toMatchObject({ isStuck: false, askAgainAt: expect.any(String) });
    expect(await attention()).toEqual([]);
  });

  test('after the last mail, until they ask somebody else', async () => {
    const id = await newTicket('laptop');
    for (const after of [MINUTE, 2 * DAY, 2 * DAY, 2 * DAY, 2 * DAY]) await asked(id, after);
    expect(await attention()).toEqual([]);
    await asked(id, 2 * DAY);
    expect((await read(id)).approval).toMatchObject({ isStuck: true, askAgainAt: null });
    expect(await attention()).toEqual([[id, 'approval-stuck']]);
    expect(await stuckMails()).toHaveLength(1);
    const browser = openBrowser(desk);
    await browser.signIn(PAUL);
    await browser.send(`/tickets/${id}/approver`, { json: { email: DIRECTOR } });
    expect(await attention()).toEqual([]);
    expect((await read(id)).approval).toMatchObject({ isStuck: false });
  });

  test('or for its technician, where it has one', async () => {
    const [paul] = await desk.rows('SELECT id FROM staff WHERE email = ?', PAUL);
    const id = await newTicket('car', await desk.activeAgent(addressOf('orphan')));
    await desk.alter(
      "UPDATE ticket SET team_id = NULL, technician_id = ?, technician = 'Paul Roy'",
      paul?.id,
    );
    await asked(id, MINUTE);
    expect(await attention()).toEqual([[id, 'approval-stuck']]);
    expect(await stuckMails()).toHaveLength(1);
    await desk.alter("UPDATE ticket SET status = 'approved'");
    expect(await attention()).toEqual([[id, 'assigned']]);
  });
});

test('the stand-in of the approver is not asked about their own ticket: their manager is', async () => {
  const deputy = await desk.activeAgent(DEPUTY);
  await desk.runImport('directory', {
    people: [
      personOf('manager', { standIn: DEPUTY }),
      personOf('deputy', { manager: DIRECTOR }),
      personOf('director'),
    ],
  });
  const id = await newTicket('laptop', deputy);
  await asked(id, MINUTE);
  await asked(id, 2 * DAY);
  expect(
    recipients(await asked(id, 2 * DAY))
      .slice(2)
      .sort(),
  ).toEqual([DIRECTOR, MANAGER]);
});

test('the manager of whom the category names is asked about their own ticket', async () => {
  await desk.runImport('directory', {
    people: [personOf('manager', { manager: DIRECTOR }), personOf('director')],
  });
  const id = await newTicket('laptop', await desk.activeAgent(MANAGER));
  expect(recipients(await asked(id, MINUTE))).toEqual([DIRECTOR]);
});

test('a reopened ticket is asked about again, by another link', async () => {
  const id = await newTicket('laptop');
  const [first] = await asked(id, MINUTE);
  await decide(first ? tokenIn(first) : '', 'reject');
  expect((await read(id)).status).toBe('rejected');
  desk.clock.advance(MINUTE);
  await until(async () => Number((await rowOf(id)).times_asked) === 0, 'it is forgotten that it was asked');
  await requester.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
  expect((await read(id)).status).toBe('waiting_for_approval');
  expect(codeOf(await decide(first ? tokenIn(first) : '', 'approve'))).toBe('approval-link-invalid');
  const [, second] = await asked(id, MINUTE);
  expect((await decide(second ? tokenIn(second) : '', 'approve')).status).toBe(204);
});

test('nobody is mailed what was decided before the mail went', async () => {
  const id = await newTicket('laptop');
  const manager = await desk.activeAgent(MANAGER);
  await manager.sync([commandOn(id, 'act-on-ticket', { act: 'approve' })]);
  await desk.delivered();
  await allTold(desk, 3 * DAY);
  expect((await toldMails(desk)).filter(({ to }) => to === MANAGER)).toEqual([]);
});

test('the team that has the ticket is told once it is approved, not before', async () => {
  const memberId = await insertStaff(desk, {
    ...{ email: addressOf('member'), fullName: 'A member', role: 'technician' },
  });
  const team = { name: 'Support', assigning: 'in-turn', memberIds: [memberId] };
  const takes = [{ organisationId: null, entryId: null }];
  expect((await (await desk.administrator()).ask('/teams', { json: { ...team, takes } })).status).toBe(200);
  const id = await newTicket('laptop');
  const [mail] = await asked(id, MINUTE);
  const toMember = async () => (await toldLines(desk)).filter((line) => line.startsWith(addressOf('member')));
  expect((await read(id)).team).toBe('Support');
  expect(await toMember()).toEqual([]);
  await decide(mail ? tokenIn(mail) : '', 'approve');
  await desk.delivered();
  await allTold(desk);
  expect(await toMember()).toEqual([`${addressOf('member')}: [R-000001] For Support: A laptop`]);
});
