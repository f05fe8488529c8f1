// The story of two tiers, a school and its group: rights for Open Moodle are asked for at the school, approved there, handed over to the
// group, and both tickets are closed. Played on the school's built-in desk, and on a group's desk that is a fake or a real system.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { Backend } from '../../../contract/backends.ts';
import { DeskTicket } from '../../../contract/console.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { TicketSnapshot } from '../../../contract/ticket.ts';
import { MINUTE } from '../../../server/clock.ts';
import type { BackendTicket, Harness } from '../../connectors/harness.ts';
import { attachmentOf, commandOn, commentCommand, type FakeAgent, ticketCommand } from './agent.ts';
import type { FakeStaff, TestServer } from './test-server.ts';
import { until } from './until.ts';

/** The group's desk, as the school's server reaches it. */
export interface Group {
  harness: Required<Pick<Harness, 'tickets' | 'ticket' | 'moves' | 'replies' | 'reassigns'>>;
  settings: object;
  secrets: Record<string, string>;
}

/** Bricks of the group, with their services and sub-services. */
const BRICKS = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../docs/examples/bricks.json'), 'utf8'),
);
/** The sub-service "Moodle rights > Create courses". */
const COURSE_RIGHTS = 'moodle-rights-course';
const APPROVER = 'manager@example.org';
/** How long the group's desk may take, in milliseconds. */
const SLOW = { timeout: 20_000 };
/** What the group, the requester and the school say, once each. */
const WORDS = ['For which site?', 'For the north campus.', 'We are the school: all is right.'];
/** From one technician of the group to the other. */
const NOTE = 'Please add the rights on the site.';
const COURSE = [{ field: 'course', label: 'Name of the course', value: 'Optics 1', reference: null }];

interface School {
  desk: TestServer;
  requester: FakeAgent;
  approver: FakeAgent;
  technician: FakeStaff;
}

/** The school imports the bricks with its directory, whose manager approves. `email` is the requester's address. */
export async function openSchool(desk: TestServer, email: string): Promise<School> {
  const people = [
    { email, fullName: 'A requester' },
    { email: APPROVER, fullName: 'A manager' },
  ];
  expect(await desk.runImport('directory', { people })).toMatchObject({ code: 0 });
  expect(await desk.runImport('catalogue', BRICKS)).toMatchObject({ code: 0 });
  return {
    desk,
    requester: await desk.activeAgent(email),
    approver: await desk.activeAgent(APPROVER),
    technician: await desk.technician(),
  };
}

export function onTicket(technician: FakeStaff, id: string) {
  return async (name: string, json?: unknown): Promise<DeskTicket> => {
    const answer = await technician.ask(
      `/tickets/${id}/${name}`,
      json === undefined ? { method: 'POST' } : { json },
    );
    expect({ name, status: answer.status, body: answer.status === 200 ? null : answer.body }).toEqual({
      name,
      status: 200,
      body: null,
    });
    return DeskTicket.parse(answer.body);
  };
}

/** The requester's ticket as their agent has it. */
export async function seenBy({ desk, requester }: School, id: string): Promise<TicketSnapshot> {
  await desk.delivered();
  const ticket = (await requester.sync()).tickets.find((one) => one.id === id);
  if (!ticket) throw new Error(`the requester does not have the ticket ${id}`);
  return ticket;
}

/** Waits until the requester's ticket is so: a system with many changes is read in several steps. */
async function becomes(school: School, id: string, expected: object): Promise<void> {
  await expect.poll(() => seenBy(school, id), SLOW).toMatchObject(expected);
}

/** The request of the story, with a picture. */
export async function askForRights({ desk, requester }: School, title: string): Promise<string> {
  const picture = randomBytes(1000);
  await requester.upload(picture);
  const command = ticketCommand({
    title,
    description: 'I teach optics from September on.',
    kind: 'service_request',
    categoryId: COURSE_RIGHTS,
    answers: COURSE,
    attachments: [attachmentOf(picture)],
  });
  expect(await requester.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

export async function approve({ desk, approver }: School, id: string): Promise<void> {
  expect(await approver.verdicts(commandOn(id, 'act-on-ticket', { act: 'approve' }))).toEqual(['accepted']);
  await desk.delivered();
}

/** Adds the group's desk as a backend of the school. Returns its id. */
export async function addGroup(desk: TestServer, { settings, secrets }: Group): Promise<string> {
  const administrator = await desk.administrator();
  const added = await administrator.ask('/backends', { json: { name: 'Group', settings, secrets } });
  expect(added.status).toBe(200);
  return Backend.parse(added.body).id;
}

/** Once all is delivered, waits for a reading of every other backend that began after that, and until what follows is delivered. */
export async function readAgain(desk: TestServer): Promise<void> {
  await desk.delivered();
  const times = () => desk.rows("SELECT polled_at FROM backend WHERE kind <> 'built-in'");
  // the first to end may have been under way before
  for (let reading = 0; reading < 2; reading += 1) {
    const before = desk.clock.now().toISOString();
    desk.clock.advance(MINUTE);
    await until(async () => (await times()).every((row) => String(row.polled_at) > before), 'it was read');
  }
  await desk.delivered();
}

/** Plays the story from the request to both ends. */
export async function playTwoTiers(school: School, group: Group): Promise<void> {
  const { desk, requester, technician } = school;
  const groupId = await addGroup(desk, group);
  await readAgain(desk);
  const title = `Rights for courses ${randomBytes(4).toString('hex')}`;
  const id = await askForRights(school, title);
  const act = onTicket(technician, id);
  expect(await seenBy(school, id)).toMatchObject({ status: 'waiting_for_approval', approver: 'A manager' });
  await approve(school, id);
  await act('take');
  const handed = await act('hand-over', { backendId: groupId, note: 'Approved by the school.' });
  expect(handed.links).toMatchObject([{ tier: 1 }, { backend: 'Group', tier: 2 }]);
  await desk.delivered();

  const there = await onlyOne(group, title);
  expect(there.description).toContain('Approved by the school.');
  expect(there.description).toContain('I teach optics from September on.');
  expect(there.description).toContain('Optics 1');
  expect(there.attachments).toHaveLength(1);
  const { ref } = there;
  const move = async (status: TicketStatus, solution?: string) => {
    await group.harness.moves(ref, status, solution === undefined ? {} : { solution });
    await readAgain(desk);
  };
  await move('assigned');
  await group.harness.replies(ref, 'A group technician', 'For which site?');
  await readAgain(desk);
  await becomes(school, id, { comments: [{ body: 'For which site?' }] });
  expect(await requester.verdicts(commentCommand(id, { body: 'For the north campus.' }))).toEqual([
    'accepted',
  ]);
  await act('replies', { body: 'We are the school: all is right.', internal: false });
  await desk.delivered();
  const said = (await group.harness.ticket(ref)).comments.map(({ body }) => body).join('\n');
  expect(said).toContain('For the north campus.');
  expect(said).toContain('We are the school: all is right.');

  await group.harness.reassigns(ref, NOTE);
  await readAgain(desk);
  expect(await group.harness.ticket(ref)).toMatchObject({ status: 'assigned' });
  await move('pending');
  expect(await seenBy(school, id)).toMatchObject({ status: 'assigned' });
  await move('assigned');
  await move('resolved', 'The rights are given.');
  await becomes(school, id, { status: 'resolved', solution: 'The rights are given.' });
  expect(await requester.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }))).toEqual(['accepted']);
  await desk.delivered();
  expect(await seenBy(school, id)).toMatchObject({ status: 'assigned', solution: null });
  await expect.poll(async () => (await group.harness.ticket(ref)).status, SLOW).toBe('assigned');
  await readAgain(desk);
  await move('resolved', 'The rights are really given.');
  await becomes(school, id, { status: 'resolved', solution: 'The rights are really given.' });
  expect(await requester.verdicts(commandOn(id, 'act-on-ticket', { act: 'close' }))).toEqual(['accepted']);
  const closed = await seenBy(school, id);
  expect(closed).toMatchObject({ status: 'closed' });
  const bodies = closed.comments.map(({ body }) => body);
  expect(bodies.filter((body) => WORDS.includes(body))).toEqual(WORDS);
  expect(bodies).not.toContain(NOTE);
  expect(await onlyOne(group, title)).toMatchObject({ ref, status: 'closed' });
}

/** The group's ticket of this title, of which there is one. */
async function onlyOne({ harness }: Group, title: string): Promise<BackendTicket> {
  const found = (await harness.tickets()).filter((ticket) => ticket.title.includes(title));
  expect(found).toHaveLength(1);
  return found[0] as BackendTicket;
}
