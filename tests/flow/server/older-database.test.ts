// A server whose database came back older: agents learn it, numbers are not given twice, and backends get nothing twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleRestored } from '../../../server/backups/settle-restored.ts';
import { systemChance } from '../../../server/chance.ts';
import { DAY, MINUTE } from '../../../server/clock.ts';
import { createAudit } from '../../../server/staff/audit.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { ownPort } from '../../fakes/own-port.ts';
import { createPlainConnector } from '../../fakes/plain-desk/connector.ts';
import { createPlainDesk } from '../../fakes/plain-desk/desk.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { copyDatabase } from '../../fakes/server/own-database.ts';
import { openTestServer, type TestServer, testConfig } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const PLAIN = createPlainDesk();
const EMAIL = 'requester@contoso.example';
const START = { cursor: 0, mark: null };

let desk: TestServer;
let agent: FakeAgent;
afterEach(() => desk.close());

/** The agents find the server again. */
const onOnePort = async () => ({ environment: { PORT: `${await ownPort()}` } });

/** Returns a function that sets the database back to this moment, as a snapshot of the machine does. */
async function backUp(): Promise<() => Promise<void>> {
  await desk.stop();
  const putBack = await copyDatabase(desk.database, desk.dataDir);
  await desk.start();
  return async () => {
    await desk.stop();
    await putBack();
    await desk.start();
  };
}

/** As `guichet after-restore`. Returns how many numbers it leaves out. */
async function settle(): Promise<number> {
  const opened = await openBesideServer(testConfig(desk.dataDir, desk.settings));
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const { clock } = desk;
  const leftOut = await settleRestored(db, { clock, audit: createAudit({ clock, chance: systemChance }) });
  await close();
  return leftOut;
}

/** An answer that is no error. */
function answered<T>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

async function sendTickets(from: FakeAgent, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) await from.sync([ticketCommand()]);
  await desk.delivered();
}

/** Reads to the end of the feed. */
async function readAll(reader: FakeAgent) {
  return answered(await reader.syncAt(START));
}

async function numberOfNew(from: FakeAgent): Promise<number> {
  const command = ticketCommand();
  await from.sync([command]);
  await desk.delivered();
  const [row] = await desk.rows('SELECT number FROM ticket WHERE id = ?', command.key);
  return Number(String(row?.number).slice(2));
}

const evidence = () => desk.rows("SELECT subject_id FROM audit WHERE act = 'notice-older-database'");

describe('a database that was set back', () => {
  beforeEach(async () => {
    desk = await openTestServer(await onOnePort());
    agent = await desk.activeAgent(EMAIL);
  });

  test('is noticed by an agent that was told more, and by nobody else', async () => {
    const other = await desk.activeAgent(EMAIL);
    await sendTickets(agent, 2);
    const before = await readAll(other);
    const setBack = await backUp();
    await sendTickets(agent, 2);
    const later = await readAll(agent);
    await setBack();
    expect(await agent.syncAt(later)).toBe('cursor-ahead');
    expect(answered(await other.syncAt(before))).toMatchObject({ tickets: [], cursor: before.cursor });
    expect((await readAll(agent)).tickets).toHaveLength(2);
  });

  test('is noticed once its feed has passed the cursor again, and carries out nothing until then', async () => {
    const other = await desk.activeAgent(EMAIL);
    await sendTickets(agent, 1);
    const setBack = await backUp();
    await sendTickets(agent, 2);
    const later = await readAll(agent);
    await setBack();
    await sendTickets(other, 9);
    expect((await readAll(other)).cursor).toBeGreaterThan(later.cursor);
    const waiting = ticketCommand();
    expect(await agent.syncAt(later, [waiting])).toBe('cursor-ahead');
    expect(await desk.rows('SELECT id FROM ticket WHERE id = ?', waiting.key)).toEqual([]);
    // an agent of an earlier version has no mark and is served as it was
    expect(answered(await agent.syncAt({ ...later, mark: null })).tickets.length).toBeGreaterThan(0);
  });

  test('is noticed by two agents of one requester, whichever of them comes first', async () => {
    const other = await desk.activeAgent(EMAIL);
    const setBack = await backUp();
    await sendTickets(agent, 2);
    const places = [
      { of: agent, at: await readAll(agent) },
      { of: other, at: await readAll(other) },
    ];
    await setBack();
    for (const { of, at } of places) {
      expect(await of.syncAt(at)).toBe('cursor-ahead');
      await sendTickets(of, 2);
    }
  });

  test('gives no number again once an agent has noticed, leaves out so many once a day, and names the agent', async () => {
    const setBack = await backUp();
    await sendTickets(agent, 3);
    const later = await readAll(agent);
    await setBack();
    await agent.syncAt(later);
    await agent.syncAt(later);
    expect(await evidence()).toEqual([{ subject_id: agent.id }]);
    expect(await numberOfNew(agent)).toBe(1001);
    desk.clock.advance(DAY + 1);
    await agent.syncAt(later);
    expect(await numberOfNew(agent)).toBe(2002);
  });

  test('an agent that is not active makes no gap in the numbers', async () => {
    await sendTickets(agent, 1);
    const { cursor, mark } = await readAll(agent);
    await desk.changeState('suspend', [agent]);
    expect(await agent.syncAt({ cursor: cursor + 5, mark })).toBe('cursor-ahead');
    expect(await evidence()).toEqual([]);
  });

  test('an agent that was away for more changes than have a mark reads again, and it is no sign of an older database', async () => {
    await sendTickets(agent, 1);
    const early = await readAll(agent);
    const [ticket] = early.tickets;
    for (let count = 0; count < 70; count += 1) {
      expect(await agent.verdicts(commentCommand(ticket?.id ?? ''))).toEqual(['accepted']);
      desk.clock.advance(DAY / 24);
    }
    expect(await agent.syncAt(early)).toBe('cursor-ahead');
    expect(await evidence()).toEqual([]);
  });

  test('an agent whose person has changed the address reads again, and it is no sign of an older database', async () => {
    await sendTickets(agent, 3);
    const former = await readAll(agent);
    await desk.confirm(agent, 'other@contoso.example');
    expect(await agent.syncAt(former)).toBe('cursor-ahead');
    expect(await evidence()).toEqual([]);
    expect(answered(await agent.syncAt(START)).tickets).toEqual([]);
  });

  test('settled before it starts, it leaves out numbers for each week and numbers changes anew', async () => {
    await sendTickets(agent, 2);
    const told = await readAll(agent);
    desk.clock.advance(8 * DAY);
    await desk.stop();
    const leftOut = await settle();
    await desk.start();
    expect(leftOut).toBe(20_000);
    expect(await agent.syncAt(told)).toBe('cursor-ahead');
    const again = await readAll(agent);
    expect(again.cursor).toBeGreaterThan(told.cursor);
    expect(answered(await agent.syncAt(again)).tickets).toEqual([]);
    expect(await evidence()).toEqual([]);
    expect(await numberOfNew(agent)).toBe(20_003);
  });
});

describe('a backend that has what the database no longer knows', () => {
  const line = { isDown: false, next: null, signedIn: true };
  beforeEach(async () => {
    PLAIN.tickets.clear();
    line.isDown = false;
    ({ desk } = await openWithBackends(
      { plain: createPlainConnector(PLAIN, line) },
      'plain',
      await onOnePort(),
    ));
    agent = await desk.activeAgent(EMAIL);
  });

  test('gets a ticket, its files and its messages once, though the agent sends all of it again', async () => {
    const setBack = await backUp();
    const file = Buffer.from('the printer, burning');
    await agent.upload(file);
    const ticket = ticketCommand({ attachments: [attachmentOf(file)] });
    const comment = commentCommand(ticket.key, { attachments: [attachmentOf(file, 'again.png')] });
    await agent.sync([ticket, comment]);
    await desk.delivered();
    await setBack();
    // written after the backup, and read while nobody knows whose ticket it is
    for (const answered of PLAIN.tickets.values()) PLAIN.say(answered, 'A technician', 'Stand back.', null);
    desk.clock.advance(MINUTE);
    const read = async () =>
      (await desk.rows('SELECT cursor FROM backend WHERE cursor IS NOT NULL'))[0]?.cursor;
    await expect.poll(read).toBe(`${PLAIN.changes}`);
    await agent.upload(file);
    const again = [ticket, comment].map((command) => ({ ...command, again: true }));
    expect(await agent.verdicts(...again)).toEqual(['accepted', 'accepted']);
    await desk.delivered();
    const [there, ...others] = [...PLAIN.tickets.values()];
    expect(others).toEqual([]);
    expect(there?.comments.map(({ key }) => key)).toEqual([comment.key, null]);
    expect(there?.attachments.map(({ name }) => name)).toEqual(['screen.png', 'again.png']);
    const [seen] = (await readAll(agent)).tickets;
    expect(seen).toMatchObject({ id: ticket.key, number: there?.number });
    desk.clock.advance(MINUTE);
    const texts = async () => (await readAll(agent)).tickets[0]?.comments.map(({ body }) => body);
    await expect.poll(texts).toContain('Stand back.');
  });

  test('gives nobody the ticket of somebody else, whose id they know', async () => {
    const other = await desk.activeAgent('somebody.else@contoso.example');
    const setBack = await backUp();
    const ticket = ticketCommand();
    await agent.sync([ticket]);
    await desk.delivered();
    await setBack();
    const submittedAt = '2099-01-01T00:00:00.000Z';
    const taken = { ...ticketCommand({ title: 'Mine now' }, ticket.key), submittedAt, again: true };
    expect(await other.verdicts(taken)).toEqual(['accepted']);
    const parked = () => desk.rows("SELECT last_error FROM delivery WHERE state = 'parked'");
    await until(async () => {
      desk.clock.advance(MINUTE);
      return (await parked()).length === 1;
    });
    expect(`${(await parked())[0]?.last_error}`).toContain('of another person');
    for (const { requesterEmail } of PLAIN.tickets.values()) expect(requesterEmail).toBe(EMAIL);
    expect((await readAll(other)).tickets).toMatchObject([{ id: ticket.key, number: null, comments: [] }]);
  });

  test('gets what waited when the backup was made once', async () => {
    line.isDown = true;
    const ticket = ticketCommand();
    await agent.sync([ticket]);
    await desk.alter("UPDATE delivery SET attempt = 0, first_tried_at = NULL, state = 'waiting'");
    const setBack = await backUp();
    line.isDown = false;
    desk.clock.advance(DAY / 24);
    await desk.delivered();
    line.isDown = true;
    await setBack();
    await desk.stop();
    await desk.alter("UPDATE delivery SET attempt = 0, first_tried_at = NULL, state = 'waiting'");
    await settle();
    line.isDown = false;
    await desk.start();
    desk.clock.advance(DAY / 24);
    await desk.delivered();
    expect(PLAIN.tickets.size).toBe(1);
  });
});
