// Who may do what with a ticket of the built-in desk in which status: every act, every status, every role. Each cell is the status after
// the act, or why it was refused; a dash where the status or the role forbids it.
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { TicketStatus } from '../../../contract/primitives.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { SECOND } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import { announcementOf, catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { insertTeam } from '../../fakes/server/staff.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const PATIENCE = 120_000;
const STATUSES = TicketStatus.options;
const SHORT = { waiting_for_approval: 'waiting' } as Record<string, string>;
const DASH = ['transition-not-allowed', 'act-not-allowed'];
const EMPTY = { title: 'Also', description: '', message: null };

type Role = 'requester' | 'contact' | 'approver' | 'joiner' | 'stranger';

let desk: TestServer;
let agents: Record<Role, FakeAgent>;
let teamId: string;
/** one without an approver, one with */
let tickets: { plain: string; approved: string };

beforeAll(async () => {
  desk = await openTestServer();
  const administrator = await desk.administrator();
  await desk.technician();
  const people = ['requester', 'contact', 'approver', 'joiner', 'stranger'] as const;
  await desk.runImport('directory', { people: people.map((name) => personOf(name)) });
  const approver = 'approver@contoso.example';
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'laptop', approver }));
  const made = [];
  for (const name of people) made.push([name, await desk.activeAgent(`${name}@contoso.example`)] as const);
  agents = Object.fromEntries(made) as typeof agents;
  tickets = { plain: await newTicket('slow'), approved: await newTicket('laptop') };
  const { body: staff } = await administrator.ask('/staff');
  const memberIds = StaffMember.array()
    .parse(staff)
    .map(({ id }) => id);
  teamId = await insertTeam(desk, 'First line', memberIds);
  for (const id of Object.values(tickets)) await join(id);
}, PATIENCE);
afterAll(() => desk.close());

async function newTicket(categoryId: string): Promise<string> {
  const contacts = [{ email: 'contact@contoso.example', fullName: 'The contact' }];
  const command = ticketCommand({ categoryId, contacts });
  await agents.requester.sync([command]);
  await desk.delivered();
  return command.key;
}

/** "Me too" at an announcement of the ticket. */
async function join(ticketId: string): Promise<void> {
  const id = v7();
  await desk.runImport('announcements', { announcements: [announcementOf(id)] });
  const [row] = await desk.rows('SELECT id FROM announcement ORDER BY published_at DESC, id DESC');
  await desk.alter(
    'UPDATE announcement SET organisation_id = (SELECT organisation_id FROM ticket WHERE id = ?), ticket_id = ? WHERE id = ?',
    ...[ticketId, ticketId, row?.id],
  );
  const command = commandOn(ticketId, 'join-ticket', { announcementId: row?.id });
  expect(await agents.joiner.verdicts(command)).toEqual(['accepted']);
}

/** In the queue of a team: one that nobody has is reopened as new, or approved. */
async function put(id: string, status: TicketStatus): Promise<void> {
  await desk.alter(
    `UPDATE ticket SET status = ?, merged_into = NULL, pending_reason = NULL, pending_until = NULL, pending_until_answer = NULL,
       category_id = ?, team_id = ? WHERE id = ?`,
    ...[status, id === tickets.plain ? 'slow' : 'laptop', teamId, id],
  );
}

async function statusOf(id: string): Promise<string> {
  const [row] = await desk.rows('SELECT status FROM ticket WHERE id = ?', id);
  return SHORT[String(row?.status)] ?? String(row?.status);
}

/** The path below the ticket, and the body. */
const STAFF_ACTS: Record<string, () => Promise<[string, object?]> | [string, object?]> = {
  take: () => ['take'],
  assign: () => ['assign', { teamId, to: 'nobody' }],
  'set pending': () => ['set-pending', { reason: 'Ordered.', until: null, untilAnswer: false }],
  resume: () => ['resume'],
  resolve: () => ['resolve', { solution: 'Water.' }],
  close: () => ['close'],
  reopen: () => ['reopen'],
  correct: () => ['correct', { impact: 'service' }],
  reply: () => ['replies', { body: 'Hello.', internal: false }],
  note: () => ['replies', { body: 'For us.', internal: true }],
  split: () => ['split', { key: v7(), ...EMPTY }],
  merge: async () => ['merge', { ticketNumber: await numberOf(await newTicket('slow')) }],
};

async function numberOf(id: string): Promise<string> {
  const [row] = await desk.rows('SELECT number FROM ticket WHERE id = ?', id);
  return String(row?.number);
}

type Command = ReturnType<typeof commandOn>;
const PARTICIPANT_ACTS: Record<string, (id: string) => Command> = {
  close: (id) => commandOn(id, 'act-on-ticket', { act: 'close' }),
  reopen: (id) => commandOn(id, 'act-on-ticket', { act: 'reopen' }),
  approve: (id) => commandOn(id, 'act-on-ticket', { act: 'approve' }),
  reject: (id) => commandOn(id, 'act-on-ticket', { act: 'reject' }),
  comment: (id) => commentCommand(id),
  rate: (id) => commandOn(id, 'rate-ticket', { score: 4, comment: '' }),
};

async function cell(id: string, status: TicketStatus, act: () => Promise<string | null>): Promise<string> {
  // no agent is answered more often
  desk.clock.advance(SECOND);
  await put(id, status);
  const refusal = await act();
  await desk.delivered();
  const after = await statusOf(id);
  if (refusal === null) return after;
  expect(after).toBe(SHORT[status] ?? status);
  return DASH.includes(refusal) ? '-' : refusal;
}

async function table(
  id: string,
  rows: readonly (readonly [string, () => Promise<string | null>])[],
): Promise<string> {
  const lines = [['', ...STATUSES.map((status) => SHORT[status] ?? status)]];
  for (const [name, act] of rows) {
    const cells = [];
    for (const status of STATUSES) cells.push(await cell(id, status, act));
    lines.push([name, ...cells]);
  }
  // wide enough for every status
  return lines
    .map((line) =>
      line
        .map((text) => text.padEnd(11))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const refusalIn = (answer: Answer) => (answer.status === 200 ? null : codeOf(answer));

function staffRows(id: string, role: 'technician' | 'administrator') {
  return Object.entries(STAFF_ACTS).map(
    ([name, request]) =>
      [
        name,
        async () => {
          const { ask } = await desk[role]();
          const [path, json] = await request();
          return refusalIn(await ask(`/tickets/${id}/${path}`, json ? { json } : { method: 'POST' }));
        },
      ] as const,
  );
}

function participantRows(id: string, role: Role) {
  return Object.entries(PARTICIPANT_ACTS).map(
    ([name, command]) =>
      [
        name,
        async () => {
          const [verdict = ''] = await agents[role].verdicts(command(id));
          return verdict === 'accepted' ? null : verdict.replace('refused ', '');
        },
      ] as const,
  );
}

/** Technicians and administrators may do the same. */
const OF_STAFF = `
             new          waiting      approved     rejected     assigned     pending      resolved     closed
take         assigned     -            assigned     -            assigned     assigned     -            -
assign       assigned     -            assigned     -            assigned     assigned     -            -
set pending  -            -            -            -            pending      pending      -            -
resume       -            -            -            -            -            assigned     -            -
resolve      -            -            -            -            resolved     -            -            -
close        -            -            -            closed       -            -            closed       -
reopen       -            -            -            new          -            -            assigned     -
correct      new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
reply        new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
note         new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
split        new          waiting      approved     rejected     assigned     pending      resolved     closed
merge        closed       closed       closed       closed       closed       closed       closed       merge-not-possible`;

/** Nobody works on it before the approver has decided, and a reopened one asks them again. */
const OF_STAFF_APPROVED = `
             new          waiting      approved     rejected     assigned     pending      resolved     closed
take         -            -            assigned     -            assigned     assigned     -            -
assign       -            -            assigned     -            assigned     assigned     -            -
set pending  -            -            -            -            pending      pending      -            -
resume       -            -            -            -            -            assigned     -            -
resolve      -            -            -            -            resolved     -            -            -
close        -            -            -            closed       -            -            closed       -
reopen       -            -            -            waiting      -            -            assigned     -
correct      new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
reply        new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
note         new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
split        new          waiting      approved     rejected     assigned     pending      resolved     closed
merge        closed       closed       closed       closed       closed       closed       closed       merge-not-possible`;

const OF_PEOPLE = {
  requester: `
             new          waiting      approved     rejected     assigned     pending      resolved     closed
close        -            -            -            -            -            -            closed       -
reopen       -            -            -            waiting      -            -            assigned     -
approve      -            -            -            -            -            -            -            -
reject       -            -            -            -            -            -            -            -
comment      new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
rate         -            -            -            -            -            -            resolved     closed`,
  approver: `
             new          waiting      approved     rejected     assigned     pending      resolved     closed
close        -            -            -            -            -            -            -            -
reopen       -            -            -            -            -            -            -            -
approve      -            approved     -            -            -            -            -            -
reject       -            rejected     -            -            -            -            -            -
comment      new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
rate         -            -            -            -            -            -            -            -`,
  joiner: `
             new          waiting      approved     rejected     assigned     pending      resolved     closed
close        -            -            -            -            -            -            -            -
reopen       -            -            -            -            -            -            -            -
approve      -            -            -            -            -            -            -            -
reject       -            -            -            -            -            -            -            -
comment      new          waiting      approved     rejected     assigned     pending      resolved     ticket-closed
rate         -            -            -            -            -            -            -            -`,
};

test.each(['technician', 'administrator'] as const)(
  'what a %s may do',
  async (role) => {
    const { plain, approved } = tickets;
    expect(await table(plain, staffRows(plain, role))).toBe(OF_STAFF.slice(1));
    expect(await table(approved, staffRows(approved, role))).toBe(OF_STAFF_APPROVED.slice(1));
  },
  PATIENCE,
);

test.each([
  ['requester', OF_PEOPLE.requester],
  // with the requester's rights
  ['contact', OF_PEOPLE.requester],
  ['approver', OF_PEOPLE.approver],
  ['joiner', OF_PEOPLE.joiner],
] as const)(
  'what a %s may do with a ticket that has an approver',
  async (role, expected) => {
    const { approved } = tickets;
    expect(await table(approved, participantRows(approved, role))).toBe(expected.slice(1));
  },
  PATIENCE,
);

test(
  'what a requester may do with a ticket without an approver differs in one act: a reopened one is new',
  async () => {
    const reopens = OF_PEOPLE.requester.replace(/^(reopen.*)waiting/m, '$1new    ');
    expect(await table(tickets.plain, participantRows(tickets.plain, 'requester'))).toBe(reopens.slice(1));
  },
  PATIENCE,
);

test(
  'for somebody who takes no part there is no such ticket',
  async () => {
    const cells = await table(tickets.plain, participantRows(tickets.plain, 'stranger'));
    const [, ...rows] = cells.split('\n').map((line) => line.trim().split(/ {2,}/).slice(1));
    expect(new Set(rows.flat())).toEqual(new Set(['ticket-not-found']));
  },
  PATIENCE,
);

test('what a ticket tells staff is what was put there', async () => {
  const { ask } = await desk.technician();
  for (const status of STATUSES) {
    await put(tickets.plain, status);
    expect(DeskTicket.parse((await ask(`/tickets/${tickets.plain}`)).body).status).toBe(status);
  }
});
