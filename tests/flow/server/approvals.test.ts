// Approvals: who is asked, by name or as the manager of the requester, and decisions by the link of a mail and in the console.
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Approval } from '../../../contract/approvals.ts';
import { DeskTicket } from '../../../contract/console.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { insertApprovalLink } from '../../fakes/server/approvals.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const MANAGER = 'manager@contoso.example';
const DIRECTOR = 'director@contoso.example';

let desk: TestServer;
let technician: FakeStaff;
let requester: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  await desk.administrator();
  technician = await desk.technician();
  await desk.runImport('directory', {
    people: [
      personOf('requester', { manager: DIRECTOR }),
      personOf('manager'),
      personOf('director', { manager: DIRECTOR }),
      personOf('orphan'),
    ],
  });
  await desk.runImport(
    'catalogue',
    catalogueOf({ id: 'slow' }, { id: 'laptop', approver: MANAGER }, { id: 'car', approver: 'manager' }),
  );
  requester = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

async function newTicket(categoryId: string, author = requester): Promise<string> {
  const command = ticketCommand({ categoryId });
  expect(await author.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function read(id: string): Promise<DeskTicket> {
  await desk.delivered();
  return DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
}

const approversOf = async (id: string) =>
  (await read(id)).approval?.approvers.map(({ email }) => email) ?? null;

const post = (path: string, json: object): Promise<Answer> => openBrowser(desk).send(path, { json });
const look = (token: string) => post('/approval', { token });
const decide = (token: string, decision: string, reason = '') =>
  post('/approval/decision', { token, decision, reason });

describe('a category asks', () => {
  test('nobody, the person it names, or the manager of the requester', async () => {
    expect(await approversOf(await newTicket('slow'))).toBeNull();
    expect(await approversOf(await newTicket('laptop'))).toEqual([MANAGER]);
    expect(await approversOf(await newTicket('car'))).toEqual([DIRECTOR]);
  });

  test('nobody where the manager is not known, or is the requester: the ticket waits for staff to name one', async () => {
    for (const name of ['orphan', 'director']) {
      const id = await newTicket('car', await desk.activeAgent(`${name}@contoso.example`));
      expect(await read(id)).toMatchObject({ status: 'waiting_for_approval', approver: null });
      expect(await approversOf(id)).toEqual([]);
      // nobody takes it before
      expect(codeOf(await technician.ask(`/tickets/${id}/take`, { json: {} }))).toBe(
        'transition-not-allowed',
      );
    }
  });

  test('the manager of whom the ticket is for, not of who wrote it', async () => {
    const orphan = await desk.activeAgent('orphan@contoso.example');
    const onBehalfOf = { email: 'requester@contoso.example', fullName: 'The requester' };
    const command = ticketCommand({ categoryId: 'car', onBehalfOf });
    expect(await orphan.verdicts(command)).toEqual(['accepted']);
    expect(await approversOf(command.key)).toEqual([DIRECTOR]);
  });
});

describe('nobody decides on what is for themselves', () => {
  const name = (id: string, email: string) => technician.ask(`/tickets/${id}/approver`, { json: { email } });

  test('where the category names them: their manager or nobody is asked', async () => {
    const manager = await desk.activeAgent(MANAGER);
    const id = await newTicket('laptop', manager);
    expect(await approversOf(id)).toEqual([]);
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused act-not-allowed',
    ]);
    expect((await read(id)).status).toBe('waiting_for_approval');
  });

  test('where staff name them, also the staff themselves', async () => {
    const id = await newTicket('laptop');
    expect(codeOf(await name(id, 'requester@contoso.example'))).toBe('may-not-approve');
    await insertStaff(desk, { email: MANAGER, fullName: 'The manager', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(MANAGER);
    const own = await newTicket('car', await desk.activeAgent(MANAGER));
    const answer = await browser.send(`/tickets/${own}/approver`, { json: { email: MANAGER } });
    expect(codeOf(answer)).toBe('may-not-approve');
    expect(await approversOf(own)).toEqual([]);
  });

  test('where the ticket becomes theirs: their link, their agent and the console decide nothing', async () => {
    const manager = await desk.activeAgent(MANAGER);
    await insertStaff(desk, { email: MANAGER, fullName: 'The manager', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(MANAGER);
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    const json = { requester: { email: MANAGER, formerStays: true } };
    expect((await technician.ask(`/tickets/${id}/correct`, { json })).status).toBe(200);
    expect(codeOf(await look(token))).toBe('approval-link-invalid');
    expect(codeOf(await decide(token, 'approve'))).toBe('approval-link-invalid');
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused act-not-allowed',
    ]);
    const decision = await browser.send(`/tickets/${id}/decision`, { json: { decision: 'approve' } });
    expect(codeOf(decision)).toBe('act-not-allowed');
    expect(await read(id)).toMatchObject({ status: 'waiting_for_approval', approval: { approvers: [] } });
  });

  test('also where an approver of an earlier version is the requester', async () => {
    const id = await newTicket('laptop');
    await desk.alter(
      `INSERT INTO participant (ticket_id, requester_id, role, added_at)
         SELECT id, requester_id, 'approver', created_at FROM ticket WHERE id = ?`,
      id,
    );
    expect(await requester.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused act-not-allowed',
    ]);
  });

  test('the manager of another requester decides instead, also where the former one had', async () => {
    await desk.runImport('directory', {
      people: [
        personOf('requester', { manager: DIRECTOR }),
        personOf('other', { manager: MANAGER }),
        personOf('manager'),
        personOf('director'),
      ],
    });
    const id = await newTicket('car');
    await decide(await insertApprovalLink(desk, id, DIRECTOR), 'approve');
    expect((await read(id)).status).toBe('approved');
    const json = { requester: { email: 'other@contoso.example', formerStays: false } };
    await technician.ask(`/tickets/${id}/correct`, { json });
    expect((await read(id)).status).toBe('waiting_for_approval');
    expect(await approversOf(id)).toEqual([MANAGER]);
  });
});

describe('a decision counts for what was asked', () => {
  const correct = (id: string, categoryId: string) =>
    technician.ask(`/tickets/${id}/correct`, {
      json: { category: { level: 'subcategory', id: categoryId } },
    });

  beforeEach(async () => {
    const tablet = { id: 'tablet', approver: MANAGER };
    await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: MANAGER }, tablet));
  });

  test('by a link: it is refused where the request changed since it was shown', async () => {
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    const { asked } = Approval.parse((await post('/approval', { token })).body);
    await correct(id, 'tablet');
    const decision = { token, decision: 'approve', reason: '' };
    expect(codeOf(await post('/approval/decision', { ...decision, asked }))).toBe('approval-changed');
    expect((await read(id)).status).toBe('waiting_for_approval');
    const again = Approval.parse((await post('/approval', { token })).body);
    expect((await post('/approval/decision', { ...decision, asked: again.asked })).status).toBe(204);
    expect((await read(id)).status).toBe('approved');
  });

  test('in the console', async () => {
    const id = await newTicket('laptop');
    await insertStaff(desk, { email: MANAGER, fullName: 'The manager', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(MANAGER);
    const { approval } = DeskTicket.parse((await browser.send(`/tickets/${id}`)).body);
    await correct(id, 'tablet');
    const json = { decision: 'approve', reason: '', asked: approval?.asked };
    expect(codeOf(await browser.send(`/tickets/${id}/decision`, { json }))).toBe('approval-changed');
    expect((await read(id)).status).toBe('waiting_for_approval');
  });

  test('also where it was accepted, and the ticket corrected before it was carried out: the approver is asked again', async () => {
    const id = await newTicket('laptop');
    await desk.alter("UPDATE approval SET times_asked = 1, ask_again_at = '2099-01-01T00:00:00.000Z'");
    // as it was accepted of another request: it is carried out at once otherwise
    const content = {
      act: 'approve',
      by: { email: MANAGER, fullName: 'The manager' },
      asked: 'the former mark',
    };
    await desk.alter(
      `INSERT INTO delivery (id, link_id, backend_id, operation, key, content, state, attempt, refusals, ordinal, due_at, created_at,
         updated_at)
         SELECT ?, id, backend_id, 'transition', ?, ?, 'waiting', 0, 0, 99, created_at, created_at, created_at
         FROM link WHERE ticket_id = ?`,
      ...[v7(), v7(), JSON.stringify(content), id],
    );
    // what comes after it sets it going
    expect(await requester.verdicts(commentCommand(id))).toEqual(['accepted']);
    const ticket = await read(id);
    expect(ticket.status).toBe('waiting_for_approval');
    expect(ticket.events.at(-1)).toMatchObject({ by: 'guichet', asked: 'The manager' });
    // mailed anew within a minute
    expect(await desk.rows('SELECT times_asked FROM approval WHERE ticket_id = ?', id)).toEqual([
      { times_asked: 0 },
    ]);
  });
});

describe('who has left the directory', () => {
  const leave = () =>
    desk.runImport('directory', {
      people: [personOf('requester', { manager: DIRECTOR }), personOf('director')],
    });

  test('decides nothing: by a link, in an agent, and in the console', async () => {
    const manager = await desk.activeAgent(MANAGER);
    await insertStaff(desk, { email: MANAGER, fullName: 'The manager', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(MANAGER);
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    await leave();
    expect(codeOf(await look(token))).toBe('approval-link-invalid');
    expect(codeOf(await decide(token, 'approve'))).toBe('approval-link-invalid');
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused act-not-allowed',
    ]);
    expect((await browser.send(`/tickets/${id}`)).body).toMatchObject({ approval: { isYours: false } });
    const decision = await browser.send(`/tickets/${id}/decision`, { json: { decision: 'approve' } });
    expect(codeOf(decision)).toBe('act-not-allowed');
    expect((await read(id)).status).toBe('waiting_for_approval');
  });

  test('is neither asked nor named', async () => {
    await desk.activeAgent(MANAGER);
    const other = await newTicket('car');
    await leave();
    expect(await approversOf(await newTicket('laptop'))).toEqual([]);
    const json = { email: MANAGER };
    expect(codeOf(await technician.ask(`/tickets/${other}/approver`, { json }))).toBe('may-not-approve');
    expect(await approversOf(other)).toEqual([DIRECTOR]);
  });
});

describe('the link of a mail', () => {
  test('shows the category, the answers and the files with which it was asked', async () => {
    const content = Buffer.from('a quote');
    await requester.upload(content);
    const answers = [{ field: 'price', label: 'Price', value: '40 000 €', reference: null }];
    const attachments = [attachmentOf(content, 'quote.txt', 'text/plain')];
    const command = ticketCommand({ categoryId: 'laptop', answers, attachments });
    expect(await requester.verdicts(command)).toEqual(['accepted']);
    await desk.delivered();
    const note = Buffer.from('not for them');
    await requester.upload(note);
    await requester.sync([commentCommand(command.key, { attachments: [attachmentOf(note, 'later.txt')] })]);
    const { body } = await look(await insertApprovalLink(desk, command.key, MANAGER));
    const shown = Approval.parse(body);
    expect(shown).toMatchObject({
      category: { en: 'Network > Wi-Fi > Leaf laptop' },
      answers: [{ label: 'Price', value: '40 000 €' }],
      files: [{ name: 'quote.txt', size: content.length }],
    });
    const file = await fetch(shown.files[0]?.url ?? '');
    expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
  });

  test('shows what is asked as often as it is opened, and decides once', async () => {
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    for (const _ of [1, 2]) {
      expect((await look(token)).body).toMatchObject({
        ...{ number: 'R-000001', organisation: 'Contoso', approver: 'The manager' },
        requester: { email: 'requester@contoso.example' },
      });
    }
    expect((await read(id)).status).toBe('waiting_for_approval');
    const other = await insertApprovalLink(desk, id, MANAGER);
    expect((await decide(token, 'approve', 'Good idea.')).status).toBe(204);
    const ticket = await read(id);
    expect(ticket).toMatchObject({ status: 'approved' });
    expect(ticket.comments).toMatchObject([
      { author: 'requester', authorName: 'The manager', body: 'Good idea.' },
    ]);
    expect(ticket.events.at(-1)).toMatchObject({ by: 'participant', name: 'The manager', to: 'approved' });
    for (const used of [token, other]) {
      expect(codeOf(await look(used))).toBe('approval-link-invalid');
      expect(codeOf(await decide(used, 'reject'))).toBe('approval-link-invalid');
    }
  });

  test('rejects, and the requester sees it with the reason', async () => {
    const id = await newTicket('laptop');
    await decide(await insertApprovalLink(desk, id, MANAGER), 'reject', 'Too expensive.');
    await desk.delivered();
    const [ticket] = (await requester.sync()).tickets;
    expect(ticket).toMatchObject({ status: 'rejected', comments: [{ body: 'Too expensive.' }] });
  });

  test('is over once the approver has decided in the agent', async () => {
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    const manager = await desk.activeAgent(MANAGER);
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'reject' }))).toEqual(['accepted']);
    await desk.delivered();
    expect(codeOf(await look(token))).toBe('approval-link-invalid');
  });

  test('is for its ticket and its person alone, and not for ever', async () => {
    const [one, other] = [await newTicket('laptop'), await newTicket('laptop')];
    const token = await insertApprovalLink(desk, one, MANAGER);
    await decide(token, 'approve');
    expect((await read(other)).status).toBe('waiting_for_approval');
    for (const wrong of ['', 'a', token.toUpperCase(), `${token}=`])
      expect(codeOf(await look(wrong))).toBe('approval-link-invalid');
    // somebody who takes part, and approves nothing
    const requesters = await insertApprovalLink(desk, other, 'requester@contoso.example');
    expect(codeOf(await decide(requesters, 'approve'))).toBe('approval-link-invalid');
    const old = await insertApprovalLink(desk, other, MANAGER);
    await desk.alter("UPDATE approval_link SET expires_at = '2001-01-01'");
    expect(codeOf(await decide(old, 'approve'))).toBe('approval-link-invalid');
  });

  test('of two that are used at once, one decides', async () => {
    const id = await newTicket('laptop');
    const tokens = [await insertApprovalLink(desk, id, MANAGER), await insertApprovalLink(desk, id, MANAGER)];
    const [one, other] = tokens;
    const answers = await Promise.all([decide(one ?? '', 'approve'), decide(other ?? '', 'reject')]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const refused = answers.find(({ status }) => status !== 204);
    expect(['approval-link-invalid', 'act-not-allowed']).toContain(refused && codeOf(refused));
    expect(['approved', 'rejected']).toContain((await read(id)).status);
    expect(await desk.rows('SELECT ticket_ref FROM desk_act')).toHaveLength(1);
  });
});

describe('staff', () => {
  const name = (id: string, email: string) => technician.ask(`/tickets/${id}/approver`, { json: { email } });

  test('ask somebody else, whom the requester sees; the former one loses the ticket and the link', async () => {
    const manager = await desk.activeAgent(MANAGER);
    const id = await newTicket('laptop');
    const token = await insertApprovalLink(desk, id, MANAGER);
    const { cursor, tickets } = await manager.sync();
    expect(tickets).toMatchObject([{ id, you: 'approver' }]);
    expect((await name(id, DIRECTOR)).body).toMatchObject({ approver: 'The director' });
    expect(codeOf(await look(token))).toBe('approval-link-invalid');
    expect(await manager.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused ticket-not-found',
    ]);
    expect(await manager.sync([], cursor)).toMatchObject({ tickets: [], gone: [id] });
    expect((await requester.sync()).tickets).toMatchObject([{ id, approver: 'The director' }]);
    expect((await read(id)).events.at(-1)).toMatchObject({
      ...{ by: 'staff', name: 'Tess Technician', asked: 'The director', from: 'waiting_for_approval' },
    });
    const director = await desk.activeAgent(DIRECTOR);
    expect(await director.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual(['accepted']);
    expect((await read(id)).status).toBe('approved');
  });

  test('name an approver where none was known', async () => {
    const id = await newTicket('car', await desk.activeAgent('orphan@contoso.example'));
    expect((await name(id, MANAGER)).status).toBe(200);
    expect(await approversOf(id)).toEqual([MANAGER]);
  });

  test.each([
    ['requester', 'laptop', MANAGER, 'name themselves where the category names them', null],
    ['requester', 'laptop', DIRECTOR, 'name themselves as the manager of the requester', null],
    ['orphan', 'laptop', DIRECTOR, 'cannot name themselves for anybody else', 'approval-of-your-own'],
    ['orphan', 'car', MANAGER, 'cannot name themselves where nobody is known', 'approval-of-your-own'],
  ])('%s asks for %s: %s %s', async (author, categoryId, email, _, refused) => {
    const id = await newTicket(categoryId, await desk.activeAgent(`${author}@contoso.example`));
    const before = await approversOf(id);
    await insertStaff(desk, { email, fullName: 'Somebody', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(email);
    const answer = await browser.send(`/tickets/${id}/approver`, { json: { email } });
    expect(refused === null ? answer.status : codeOf(answer)).toBe(refused ?? 200);
    expect(await approversOf(id)).toEqual(refused === null ? [email] : before);
  });

  test('cannot name strangers, nor for a ticket that does not wait', async () => {
    const [id, plain] = [await newTicket('laptop'), await newTicket('slow')];
    expect(codeOf(await name(id, 'nobody@contoso.example'))).toBe('requester-unknown');
    expect(codeOf(await name(plain, DIRECTOR))).toBe('transition-not-allowed');
    expect(await approversOf(id)).toEqual([MANAGER]);
  });

  test('decide where they are the approver, and not otherwise', async () => {
    const id = await newTicket('laptop');
    const json = { decision: 'approve', reason: 'Yes.' };
    expect(codeOf(await technician.ask(`/tickets/${id}/decision`, { json }))).toBe('act-not-allowed');
    await insertStaff(desk, { email: MANAGER, fullName: 'The manager', role: 'technician' });
    const browser = openBrowser(desk);
    await browser.signIn(MANAGER);
    expect((await browser.send(`/tickets/${id}`)).body).toMatchObject({ approval: { isYours: true } });
    const approve = () => browser.send(`/tickets/${id}/decision`, { json });
    expect((await approve()).status).toBe(200);
    expect((await read(id)).status).toBe('approved');
    expect(codeOf(await approve())).toBe('act-not-allowed');
  });

  test('see who has an agent, and who has left the directory', async () => {
    const id = await newTicket('laptop');
    const of = async () => (await read(id)).approval?.approvers;
    const who = { email: MANAGER, fullName: 'The manager' };
    expect(await of()).toEqual([{ ...who, hasAgent: false, hasLeft: false }]);
    await desk.activeAgent(MANAGER);
    await desk.runImport('directory', { people: [personOf('requester')] });
    expect(await of()).toEqual([{ ...who, hasAgent: true, hasLeft: true }]);
  });
});
