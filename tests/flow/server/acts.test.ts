// Who may do what with a ticket of the built-in desk in which status: every act, every status, every role, and what Guichet does by itself.
// Each cell is the status after the act, or after a dash why it was refused: SAID has the sentences.
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import type { GuichetError } from '../../../contract/errors.ts';
import { TicketStatus } from '../../../contract/primitives.ts';
import { sentenceOf } from '../../../contract/sentences.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { MINUTE, SECOND } from '../../../server/clock.ts';
import { sha256 } from '../../../server/hashes.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { failureOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import { announcementOf, catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { type Browser, insertStaff, insertTeam, openBrowser } from '../../fakes/server/staff.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const PATIENCE = 240_000;
const STATUSES = TicketStatus.options;
const SHORT = { waiting_for_approval: 'waiting' } as Record<string, string>;
const EMPTY = { title: 'Also', description: '', message: null };

/** Why an act is refused, in both languages. */
const SAID: Record<string, [en: string, fr: string]> = {
  closed: ['The ticket is closed, and stays so. {}', 'Le ticket est fermé, et le reste. {}'],
  waits: [
    'The ticket waits for an approval: nobody works on it before. {}',
    'Le ticket attend une approbation : personne ne le traite avant. {}',
  ],
  'needs one': [
    'The ticket needs an approval: nobody works on it before. {}',
    'Le ticket exige une approbation : personne ne le traite avant. {}',
  ],
  'waits not': ['The ticket does not wait for an approval. {}', 'Le ticket n’attend pas d’approbation. {}'],
  "nobody's": [
    'Nobody has the ticket yet: take it first. {}',
    'Personne n’a encore le ticket : prenez-le d’abord. {}',
  ],
  open: ['The ticket is open already. {}', 'Le ticket est déjà ouvert. {}'],
  unresolved: [
    'The ticket is not resolved yet: it is closed after that. {}',
    'Le ticket n’est pas encore résolu : on le ferme après. {}',
  ],
  unrated: [
    'The ticket is not resolved yet: it is rated after that. {}',
    'Le ticket n’est pas encore résolu : on l’évalue après. {}',
  ],
  rejected: [
    'The ticket was rejected by its approver: it has to be reopened first. {}',
    'Le ticket a été rejeté par son approbateur : il faut d’abord le rouvrir. {}',
  ],
  resolved: [
    'The ticket is resolved: it has to be reopened first. {}',
    'Le ticket est résolu : il faut d’abord le rouvrir. {}',
  ],
  pending: [
    'The ticket is pending: resume it first. {}',
    'Le ticket est en suspens : reprenez-le d’abord. {}',
  ],
  resumed: ['The ticket is not pending. {}', 'Le ticket n’est pas en suspens. {}'],
  'not asked': [
    'Only whoever is asked for the approval decides, and nobody on a ticket of their own. {}',
    'Seule la personne consultée décide, et personne sur son propre ticket. {}',
  ],
  'not theirs': [
    'Only the requester and the contacts of a ticket do this. {}',
    'Seuls le demandeur et les contacts d’un ticket font cela. {}',
  ],
  done: [
    'The ticket is closed, and stays as it is. Nothing was changed or sent; what you typed is still on the page, for another ticket.',
    'Le ticket est fermé, et reste tel quel. Rien n’a été modifié ni envoyé ; ce que vous avez saisi reste sur la page, pour un autre ticket.',
  ],
  over: [
    'This ticket is closed and accepts no more messages. What you wrote is kept as a draft; create a new ticket.',
    'Ce ticket est fermé et n’accepte plus de messages. Ce que vous avez écrit est conservé en brouillon ; créez un nouveau ticket.',
  ],
  merges: [
    'Only two tickets can be merged that are not closed, and that no other system has. Nothing was changed.',
    'Seuls peuvent fusionner deux tickets non fermés, et qu’aucun autre système ne traite. Rien n’a été modifié.',
  ],
  'not merged': [
    'This ticket is not merged, or the other one was merged in turn. Nothing was changed; undo that merger first.',
    'Ce ticket n’est pas fusionné, ou l’autre a été fusionné à son tour. Rien n’a été modifié ; annulez d’abord cette fusion.',
  ],
  'not there': [
    'There is nothing at this address, or you may not see it.',
    'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
  ],
  'not known': [
    'This ticket does not exist, or it is not yours. What you wrote is kept as a draft.',
    'Ce ticket n’existe pas, ou n’est pas le vôtre. Ce que vous avez écrit est conservé en brouillon.',
  ],
  'link over': [
    'This link is no longer valid: somebody has decided, another person is asked now, or it is older than a month. Nothing was changed; if you are asked again, a new mail has another link.',
    'Ce lien n’est plus valable : quelqu’un a décidé, une autre personne est consultée, ou il date de plus d’un mois. Rien n’a été modifié ; si l’on vous consulte à nouveau, un nouveau courriel contient un autre lien.',
  ],
};
/** What follows `{}`: for staff, and for people in their agent. */
const THEN = {
  'transition-not-allowed': [
    'Nothing was changed; the page shows its present status.',
    'Rien n’a été modifié ; la page montre son état actuel.',
  ],
  'act-not-allowed': [
    'Nothing was changed; the ticket shows its present status.',
    'Rien n’a été modifié ; le ticket montre son état actuel.',
  ],
} as Record<string, [string, string]>;

/** The name of the refusal in the tables; its sentences where none has them. */
function nameOf(error: GuichetError, reader: 'staff' | 'requester'): string {
  const [en, fr] = (['en', 'fr'] as const).map((language) =>
    sentenceOf(error, language, reader).replaceAll('\u00a0', ' '),
  );
  const then = THEN[error.code] ?? ['', ''];
  const found = Object.entries(SAID).find(
    ([, said]) => said[0].replace('{}', then[0]) === en && said[1].replace('{}', then[1]) === fr,
  );
  return `-${found?.[0] ?? `${error.code} ${en} ${fr}`}`;
}

type Role = 'requester' | 'contact' | 'approver' | 'joiner' | 'stranger';
type Asking = Pick<Browser, 'send'>['send'];

let desk: TestServer;
let agents: Record<Role, FakeAgent>;
let teamId: string;
/** one without an approver, one with; and a third that they are merged into and linked to */
let tickets: { plain: string; approved: string; other: string };
/** another organisation, and a backend to hand over to */
let fabrikam: string;
let groupId: string;

beforeAll(async () => {
  const opened = await openWithBackends({ group: createBackend('G', ELSEWHERE) }, 'built-in');
  desk = opened.desk;
  groupId = opened.ids.group;
  const administrator = await desk.administrator();
  const json = { name: 'Fabrikam', emailDomains: [] };
  fabrikam = ((await administrator.ask('/organisations', { json })).body as { id: string }).id;
  await desk.technician();
  const people = ['requester', 'contact', 'approver', 'joiner', 'stranger'] as const;
  await desk.runImport('directory', { people: people.map((name) => personOf(name)) });
  const approver = 'approver@contoso.example';
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'laptop', approver }));
  const made = [];
  for (const name of people) made.push([name, await desk.activeAgent(`${name}@contoso.example`)] as const);
  agents = Object.fromEntries(made) as typeof agents;
  tickets = {
    plain: await newTicket('slow'),
    approved: await newTicket('laptop'),
    other: await newTicket('slow'),
  };
  await desk.runImport('directory', { people: [personOf('requester')] }, 'Fabrikam');
  await insertStaff(desk, {
    email: 'approver@contoso.example',
    fullName: 'The approver',
    role: 'technician',
  });
  const [own] = await desk.rows('SELECT organisation_id AS id FROM ticket');
  for (const [name, id] of [
    ['within', own?.id],
    ['beyond', fabrikam],
  ] as const)
    await insertStaff(desk, {
      ...{ email: `${name}@contoso.example`, fullName: name, role: 'technician' },
      organisationIds: [String(id)],
    });
  const { body: staff } = await administrator.ask('/staff');
  const memberIds = StaffMember.array()
    .parse(staff)
    .map(({ id }) => id);
  teamId = await insertTeam(desk, 'First line', memberIds);
  for (const id of [tickets.plain, tickets.approved]) await join(id);
}, PATIENCE);
afterAll(() => desk.close());

async function newTicket(categoryId: string): Promise<string> {
  const contacts = [{ email: 'contact@contoso.example', fullName: 'The contact' }];
  const command = ticketCommand({ categoryId, contacts });
  // nobody writes more often
  desk.clock.advance(MINUTE);
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
    `UPDATE ticket SET status = ?, merged_into = NULL, status_before_merger = NULL, pending_reason = NULL, pending_until = NULL,
       pending_until_answer = NULL, closes_at = NULL, category_id = ?, team_id = ? WHERE id = ?`,
    ...[status, id === tickets.approved ? 'laptop' : 'slow', teamId, id],
  );
  if (id !== tickets.approved) return;
  // whom another act may have replaced
  await desk.alter("DELETE FROM participant WHERE ticket_id = ? AND role = 'approver'", id);
  await desk.alter(
    "INSERT INTO participant (ticket_id, requester_id, role, added_at) SELECT ?, id, 'approver', ? FROM requester WHERE email = ?",
    ...[id, desk.clock.now().toISOString(), 'approver@contoso.example'],
  );
}

async function statusOf(id: string): Promise<string> {
  const [row] = await desk.rows('SELECT status FROM ticket WHERE id = ?', id);
  return SHORT[String(row?.status)] ?? String(row?.status);
}

/** The path below the ticket, or of another one in the same status, and the body. */
type Request = [path: string, json?: object] | [path: string, json: object, id: string];
const STAFF_ACTS: Record<string, (id: string, status: TicketStatus) => Promise<Request> | Request> = {
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
  merge: async () => ['merge', { ticketNumber: await numberOf(tickets.other) }],
  // where it is merged: from pending
  'undo merger': async (id, status) => {
    if (status === 'closed')
      await desk.alter(
        "UPDATE ticket SET merged_into = ?, status_before_merger = 'pending' WHERE id = ?",
        ...[tickets.other, id],
      );
    return ['undo-merger'];
  },
  link: async () => ['relations', { ticketNumber: await numberOf(tickets.other) }],
  move: async (_, status) => ['correct', { organisationId: fabrikam }, await anotherIn(status)],
  'hand over': async (_, status) => ['hand-over', { backendId: groupId, note: '' }, await anotherIn(status)],
  approve: () => ['decision', { decision: 'approve' }],
  reject: () => ['decision', { decision: 'reject' }],
  'ask another': () => ['approver', { email: 'contact@contoso.example' }],
};

async function anotherIn(status: TicketStatus): Promise<string> {
  const id = await newTicket('slow');
  await put(id, status);
  return id;
}

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

/** What became of it: the ticket that was acted on, and the refusal. */
interface Outcome {
  id: string;
  refusal: string | null;
}
type Act = (status: TicketStatus) => Promise<Outcome>;

async function cell(id: string, status: TicketStatus, act: Act): Promise<string> {
  // no agent is answered more often
  desk.clock.advance(SECOND);
  await put(id, status);
  const { refusal, id: actedOn } = await act(status);
  await desk.delivered();
  const after = await statusOf(actedOn);
  if (refusal === null) return after;
  expect(after).toBe(SHORT[status] ?? status);
  return refusal;
}

async function table(id: string, rows: readonly (readonly [string, Act])[]): Promise<string> {
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
        .map((text) => text.padEnd(12))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function refusalIn(answer: Answer): string | null {
  if (answer.status < 300) return null;
  const { code, message, details } = failureOf(answer);
  const error = { code, ...(details && { details }) };
  expect(message).toBe(sentenceOf(error, 'en', 'staff'));
  return nameOf(error, 'staff');
}

function staffRows(id: string, ask: Asking, acts = Object.keys(STAFF_ACTS)) {
  return Object.entries(STAFF_ACTS)
    .filter(([name]) => acts.includes(name))
    .map(
      ([name, request]) =>
        [
          name,
          async (status: TicketStatus): Promise<Outcome> => {
            const [path, json, other = id] = await request(id, status);
            const answer = await ask(`/tickets/${other}/${path}`, json ? { json } : { method: 'POST' });
            return { id: other, refusal: refusalIn(answer) };
          },
        ] as const,
    );
}

async function signedIn(email: string): Promise<Asking> {
  const browser = openBrowser(desk);
  await browser.signIn(email);
  return browser.send;
}

function participantRows(id: string, role: Role) {
  return Object.entries(PARTICIPANT_ACTS).map(
    ([name, command]) =>
      [
        name,
        async (): Promise<Outcome> => {
          const { results } = await agents[role].sync([command(id)]);
          const [result] = results;
          const refusal = result && 'error' in result ? nameOf(result.error, 'requester') : null;
          return { id, refusal };
        },
      ] as const,
  );
}

/** By the link of a mail, which each decision ends. */
function linkRows(id: string) {
  return (['approve', 'reject'] as const).map(
    (decision) =>
      [
        decision,
        async (): Promise<Outcome> => {
          const token = v7();
          await desk.alter(
            'INSERT INTO approval_link (token_hash, ticket_id, requester_id, expires_at) SELECT ?, ?, id, ? FROM requester WHERE email = ?',
            ...[sha256(token), id, new Date(desk.clock.now().getTime() + MINUTE).toISOString()],
            'approver@contoso.example',
          );
          const json = { token, decision };
          return { id, refusal: refusalIn(await openBrowser(desk).send('/approval/decision', { json })) };
        },
      ] as const,
  );
}

/** What happens by itself, where a ticket of the status has what it happens by. */
function rowsByItself(id: string) {
  const past = () => new Date(desk.clock.now().getTime() - MINUTE).toISOString();
  const looked = async () => {
    await until(async () => {
      desk.clock.advance(MINUTE);
      const now = desk.clock.now().toISOString();
      const due = 'SELECT id FROM ticket WHERE pending_until <= ? OR closes_at <= ?';
      return (await desk.rows(due, now, now)).length === 0;
    }, 'what is due is moved');
    return { id, refusal: null };
  };
  return [
    [
      'date',
      async (status: TicketStatus) => {
        if (status === 'pending')
          await desk.alter('UPDATE ticket SET pending_until = ? WHERE id = ?', past(), id);
        return looked();
      },
    ],
    [
      'answer',
      async (status: TicketStatus) => {
        if (status === 'pending')
          await desk.alter('UPDATE ticket SET pending_until_answer = 1 WHERE id = ?', id);
        const [result] = (await agents.requester.sync([commentCommand(id)])).results;
        return { id, refusal: result && 'error' in result ? nameOf(result.error, 'requester') : null };
      },
    ],
    [
      'days',
      async (status: TicketStatus) => {
        if (status === 'resolved')
          await desk.alter('UPDATE ticket SET closes_at = ? WHERE id = ?', past(), id);
        return looked();
      },
    ],
  ] as const;
}

/** Technicians and administrators may do the same. */
const OF_STAFF = `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
take          assigned      -waits        assigned      -rejected     assigned      assigned      -resolved     -closed
assign        assigned      -waits        assigned      -rejected     assigned      assigned      -resolved     -closed
set pending   -nobody's     -waits        -nobody's     -rejected     pending       pending       -resolved     -closed
resume        -nobody's     -waits        -nobody's     -rejected     -resumed      assigned      -resolved     -closed
resolve       -nobody's     -waits        -nobody's     -rejected     resolved      -pending      -resolved     -closed
close         -unresolved   -waits        -unresolved   closed        -unresolved   -unresolved   closed        -closed
reopen        -open         -waits        -open         new           -open         -open         assigned      -closed
correct       new           waiting       approved      rejected      assigned      pending       resolved      -done
reply         new           waiting       approved      rejected      assigned      pending       resolved      -done
note          new           waiting       approved      rejected      assigned      pending       resolved      -done
split         new           waiting       approved      rejected      assigned      pending       resolved      closed
merge         closed        closed        closed        closed        closed        closed        closed        -merges
undo merger   -not merged   -not merged   -not merged   -not merged   -not merged   -not merged   -not merged   assigned
link          new           waiting       approved      rejected      assigned      pending       resolved      closed
move          new           assigned      approved      rejected      assigned      pending       resolved      -done
hand over     assigned      -waits        assigned      -rejected     assigned      pending       -resolved     -closed
approve       -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
reject        -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
ask another   -waits not    waiting       -waits not    -waits not    -waits not    -waits not    -waits not    -closed`;

/** Nobody works on it before the approver has decided, and a reopened one asks them again. */
const OF_STAFF_APPROVED = `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
take          -needs one    -waits        assigned      -rejected     assigned      assigned      -resolved     -closed
assign        -needs one    -waits        assigned      -rejected     assigned      assigned      -resolved     -closed
set pending   -nobody's     -waits        -nobody's     -rejected     pending       pending       -resolved     -closed
resume        -nobody's     -waits        -nobody's     -rejected     -resumed      assigned      -resolved     -closed
resolve       -nobody's     -waits        -nobody's     -rejected     resolved      -pending      -resolved     -closed
close         -unresolved   -waits        -unresolved   closed        -unresolved   -unresolved   closed        -closed
reopen        -open         -waits        -open         waiting       -open         -open         assigned      -closed
correct       new           waiting       approved      rejected      assigned      pending       resolved      -done
reply         new           waiting       approved      rejected      assigned      pending       resolved      -done
note          new           waiting       approved      rejected      assigned      pending       resolved      -done
split         new           waiting       approved      rejected      assigned      pending       resolved      closed
merge         closed        closed        closed        closed        closed        closed        closed        -merges
undo merger   -not merged   -not merged   -not merged   -not merged   -not merged   -not merged   -not merged   assigned
link          new           waiting       approved      rejected      assigned      pending       resolved      closed
move          new           assigned      approved      rejected      assigned      pending       resolved      -done
hand over     assigned      -waits        assigned      -rejected     assigned      pending       -resolved     -closed
approve       -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
reject        -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
ask another   -waits not    waiting       -waits not    -waits not    -waits not    -waits not    -waits not    -closed`;

/** Beside what every technician may do. */
const OF_STAFF_APPROVER = `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
approve       -waits not    approved      -waits not    -waits not    -waits not    -waits not    -waits not    -closed
reject        -waits not    rejected      -waits not    -waits not    -waits not    -waits not    -waits not    -closed
ask another   -waits not    waiting       -waits not    -waits not    -waits not    -waits not    -waits not    -closed`;

const BY_LINK = `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
approve       -link over    approved      -link over    -link over    -link over    -link over    -link over    -link over
reject        -link over    rejected      -link over    -link over    -link over    -link over    -link over    -link over`;

const OF_PEOPLE = {
  requester: `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
close         -unresolved   -waits        -unresolved   -rejected     -unresolved   -unresolved   closed        -closed
reopen        -open         -waits        -open         waiting       -open         -open         assigned      -closed
approve       -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
reject        -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
comment       new           waiting       approved      rejected      assigned      pending       resolved      -over
rate          -unrated      -unrated      -unrated      -unrated      -unrated      -unrated      resolved      closed`,
  approver: `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
close         -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs
reopen        -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs
approve       -waits not    approved      -waits not    -waits not    -waits not    -waits not    -waits not    -closed
reject        -waits not    rejected      -waits not    -waits not    -waits not    -waits not    -waits not    -closed
comment       new           waiting       approved      rejected      assigned      pending       resolved      -over
rate          -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs`,
  joiner: `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
close         -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs
reopen        -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs
approve       -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
reject        -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked    -not asked
comment       new           waiting       approved      rejected      assigned      pending       resolved      -over
rate          -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs   -not theirs`,
};

/** An answer by mail also reopens a resolved one: mail-in.test.ts, which needs a mail server. */
const BY_ITSELF = `
              new           waiting       approved      rejected      assigned      pending       resolved      closed
date          new           waiting       approved      rejected      assigned      assigned      resolved      closed
answer        new           waiting       approved      rejected      assigned      assigned      resolved      -over
days          new           waiting       approved      rejected      assigned      pending       closed        closed`;

test.each(['technician', 'administrator'] as const)(
  'what a %s may do',
  async (role) => {
    const { plain, approved } = tickets;
    const { ask } = await desk[role]();
    expect(await table(plain, staffRows(plain, ask))).toBe(OF_STAFF.slice(1));
    expect(await table(approved, staffRows(approved, ask))).toBe(OF_STAFF_APPROVED.slice(1));
  },
  PATIENCE,
);

test(
  'who works for the organisation of the ticket may do the same, but for what is beyond it',
  async () => {
    const { plain } = tickets;
    const acts = Object.keys(STAFF_ACTS).filter((name) => name !== 'move' && name !== 'hand over');
    const within = OF_STAFF.replace(/\n(?:move|hand over) .*/g, '').slice(1);
    expect(await table(plain, staffRows(plain, await signedIn('within@contoso.example'), acts))).toBe(within);
  },
  PATIENCE,
);

test(
  'for who works for another organisation there is no such ticket',
  async () => {
    const { plain } = tickets;
    const cells = await table(plain, staffRows(plain, await signedIn('beyond@contoso.example')));
    expect(refusalsIn(cells)).toEqual(new Set(['-not there']));
  },
  PATIENCE,
);

test(
  'what somebody of the staff may do who is the approver, and who has the link of a mail',
  async () => {
    const { approved } = tickets;
    const send = await signedIn('approver@contoso.example');
    const acts = ['approve', 'reject', 'ask another'];
    expect(await table(approved, staffRows(approved, send, acts))).toBe(OF_STAFF_APPROVER.slice(1));
    expect(await table(approved, linkRows(approved))).toBe(BY_LINK.slice(1));
  },
  PATIENCE,
);

test(
  'what happens by itself',
  async () => {
    expect(await table(tickets.plain, rowsByItself(tickets.plain))).toBe(BY_ITSELF.slice(1));
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
    expect(refusalsIn(cells)).toEqual(new Set(['-not known']));
  },
  PATIENCE,
);

function refusalsIn(cells: string): Set<string> {
  const [, ...rows] = cells.split('\n').map((line) => line.trim().split(/ {2,}/).slice(1));
  return new Set(rows.flat());
}

test('what a ticket tells staff is what was put there', async () => {
  const { ask } = await desk.technician();
  for (const status of STATUSES) {
    await put(tickets.plain, status);
    expect(DeskTicket.parse((await ask(`/tickets/${tickets.plain}`)).body).status).toBe(status);
  }
});
