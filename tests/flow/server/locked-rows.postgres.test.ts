// What runs read committed on PostgreSQL locks what it decides on (ADR 86). Each test makes one of two transactions wait in the
// middle, so that the other one meets it.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgres } from '../../../server/storage/postgres.ts';
import { takeTicket } from '../../../server/tickets/take-ticket.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'requester@contoso.example';
const COLLEAGUE = { email: 'colleague@contoso.example', fullName: 'A requester' };
let desk: TestServer;
let agent: FakeAgent;
let other: pg.Client;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent(EMAIL);
  other = new pg.Client(desk.database.databaseUrl ?? '');
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await desk.close();
});

/** Does this in a transaction that stays open. */
async function hold(text: string, ...values: unknown[]): Promise<void> {
  await other.query('begin');
  await other.query(text, values);
}

const letGo = () => other.query('commit');

/** The last thing that a command writes: whoever waits for it has decided. */
const holdNumbers = () => hold('select * from requester for no key update');

/** Until so many transactions wait for others, or one of `acts` is done without having waited. */
async function waiting(count: number, ...acts: Watched<unknown>[]): Promise<void> {
  await until(async () => {
    const [row] = await desk.rows(
      "SELECT count(*) AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return row?.waiting === count || acts.some(({ isDone }) => isDone);
  }, `${count} wait`);
}

interface Watched<T> {
  result: Promise<T>;
  isDone: boolean;
}

function watch<T>(result: Promise<T>): Watched<T> {
  const watched = { result, isDone: false };
  result.finally(() => {
    watched.isDone = true;
  });
  return watched;
}

async function deliveredTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

test('a command that meets the suspension of its agent is held', async () => {
  await hold("update agent set state = 'suspended' where id = $1", agent.id);
  // recognised by the row as it was
  const sent = watch(agent.verdicts(ticketCommand()));
  await waiting(1, sent);
  await letGo();
  expect(await sent.result).toEqual(['held agent-suspended']);
  expect(await desk.rows('SELECT id FROM ticket')).toEqual([]);
});

test('staff who suspend an agent are answered after the command that it is sending', async () => {
  await holdNumbers();
  const sent = watch(agent.verdicts(ticketCommand()));
  await waiting(1, sent);
  const suspended = watch(desk.changeState('suspend', [agent]));
  await waiting(2, suspended);
  expect(suspended.isDone).toBe(false);
  await letGo();
  expect(await sent.result).toEqual(['accepted']);
  await suspended.result;
  expect(await agent.verdicts(ticketCommand())).toEqual(['held agent-suspended']);
});

test('a command that meets itself is carried out once, and accepted twice', async () => {
  for (const command of [ticketCommand(), commentCommand(await deliveredTicket())]) {
    await holdNumbers();
    const sent = [watch(agent.verdicts(command)), watch(agent.verdicts(command))];
    await waiting(2, ...sent);
    await letGo();
    expect(await Promise.all(sent.map(({ result }) => result))).toEqual([['accepted'], ['accepted']]);
    expect(await desk.rows('SELECT key FROM command WHERE key = ?', command.key)).toHaveLength(1);
  }
});

test('of two commands that meet with one key, one is accepted and the other learns that the key is in use', async () => {
  const command = ticketCommand();
  await holdNumbers();
  const sent = [watch(agent.verdicts(command)), watch(agent.verdicts({ ...command, ...bodyOf('Another') }))];
  await waiting(2, ...sent);
  await letGo();
  const verdicts = await Promise.all(sent.map(({ result }) => result));
  expect(verdicts.flat().sort()).toEqual(['accepted', 'refused key-reused']);
});

const bodyOf = (title: string) => ({ body: ticketCommand({ title }).body });

test('a comment that meets the closing of its ticket is refused', async () => {
  const id = await deliveredTicket();
  await hold("update ticket set status = 'closed' where id = $1", id);
  const sent = watch(agent.verdicts(commentCommand(id)));
  await waiting(1, sent);
  await letGo();
  expect(await sent.result).toEqual(['refused ticket-closed']);
});

/** A ticket that staff have resolved. */
async function resolvedTicket(body: Record<string, unknown> = {}): Promise<string> {
  const id = await deliveredTicket(body);
  await desk.alter("UPDATE ticket SET status = 'resolved'");
  return id;
}

const closing = (id: string) => commandOn(id, 'act-on-ticket', { act: 'close' });

test('of two people who close a ticket at once, the second learns that it is closed', async () => {
  const colleague = await desk.activeAgent(COLLEAGUE.email);
  const id = await resolvedTicket({ contacts: [COLLEAGUE] });
  await holdNumbers();
  const sent = [agent, colleague].map((one) => watch(one.verdicts(closing(id))));
  await waiting(2, ...sent);
  await letGo();
  const verdicts = await Promise.all(sent.map(({ result }) => result));
  expect(verdicts.flat().sort()).toEqual(['accepted', 'refused act-not-allowed']);
});

test('comments of two people at once are delivered in the order in which the ticket has them', async () => {
  const colleague = await desk.activeAgent(COLLEAGUE.email);
  const id = await deliveredTicket({ contacts: [COLLEAGUE] });
  const comments = Array.from({ length: 6 }, () => commentCommand(id));
  await holdNumbers();
  const sent = comments.map((comment, index) =>
    watch((index % 2 === 0 ? agent : colleague).verdicts(comment)),
  );
  await waiting(6, ...sent);
  await letGo();
  await Promise.all(sent.map(({ result }) => result));
  await desk.delivered();
  const stored = await desk.rows('SELECT id, ordinal FROM comment ORDER BY ordinal');
  expect(stored.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6]);
  const delivered = await desk.rows(
    "SELECT key FROM delivery WHERE operation = 'add-comment' ORDER BY ordinal",
  );
  expect(delivered.map(({ key }) => key)).toEqual(stored.map(({ id: key }) => key));
});

test('staff who reopen a ticket that is being closed learn that it is closed', async () => {
  const technician = await desk.technician();
  const id = await resolvedTicket();
  await hold('lock table desk_act in exclusive mode');
  expect(await agent.verdicts(closing(id))).toEqual(['accepted']);
  // the desk has read the status
  await waiting(1);
  const reopened = watch(technician.ask(`/tickets/${id}/reopen`, { method: 'POST' }));
  await waiting(2, reopened);
  await letGo();
  expect((await reopened.result).status).toBe(409);
  await desk.delivered();
  expect(await desk.rows('SELECT status FROM ticket')).toEqual([{ status: 'closed' }]);
});

test('a file that is being removed has not arrived', async () => {
  const content = Buffer.from('a picture');
  await agent.upload(content);
  const { sha256 } = attachmentOf(content);
  await hold('delete from upload where sha256 = $1', sha256);
  await other.query('delete from blob where sha256 = $1', [sha256]);
  const sent = watch(agent.verdicts(ticketCommand({ attachments: [attachmentOf(content)] })));
  await waiting(1, sent);
  await letGo();
  expect(await sent.result).toEqual(['held attachment-missing']);
});

test('a removal that began before a command has named the file begins anew', async () => {
  const content = Buffer.from('a picture');
  await agent.upload(content);
  await other.query('begin isolation level serializable');
  await other.query('select * from attachment');
  const command = ticketCommand({ attachments: [attachmentOf(content)] });
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await other.query('delete from upload');
  // what storage/retried-transactions tries again
  await expect(other.query('delete from blob')).rejects.toThrow(/serialize|foreign key/);
});

test('a serializable transaction that takes a ticket begins anew where somebody has taken it meanwhile', async () => {
  const id = await deliveredTicket();
  const opened = await openPostgres(desk.database.databaseUrl ?? '');
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const seen: number[] = [];
  await db.transaction().execute(async (transaction) => {
    const comments = await transaction.selectFrom('comment').select('id').execute();
    seen.push(comments.length);
    // an act writes nothing else that others write
    if (seen.length === 1) expect(await agent.verdicts(commentCommand(id))).toEqual(['accepted']);
    await takeTicket(transaction, id);
  });
  expect(seen).toEqual([0, 1]);
  await close();
});
