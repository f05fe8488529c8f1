// The desk's mailbox itself: one that takes tokens alone, one with ten thousand mails in it, and what the test of its settings says.
import { setTimeout as pass } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ConnectionCheck } from '../../../contract/backends.ts';
import { DAY, MINUTE } from '../../../contract/clock.ts';
import { MEGABYTE } from '../../../contract/primitives.ts';
import { openDeskMailbox } from '../../fakes/mail-desk/desk-mailbox.ts';
import { dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { CLIENT_SECRET } from '../../fakes/mail-desk/token-endpoint.ts';
import { startTokens } from '../../fakes/mail-desk/tokens.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { personOf } from '../../fakes/server/imports.ts';
import { openTestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const problem = dovecotProblem();
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(options: Parameters<typeof startDovecot>[0] = {}) {
  const dovecot = await startDovecot(options);
  closers.push(() => dovecot.close());
  const server = await openTestServer({ clock: createClock(new Date().toISOString()) });
  closers.push(() => server.close());
  const administrator = await server.administrator();
  await server.runImport('directory', { people: ['ana', 'bob', 'cid'].map((name) => personOf(name)) });
  return { dovecot, server, administrator };
}

/** Each copy doubles what is there. */
async function copySevenTimes(client: ImapFlow): Promise<void> {
  await client.mailboxOpen('INBOX');
  for (let times = 0; times < 7; times++) await client.messageCopy('1:*', 'INBOX');
  await client.mailboxClose();
}

const checksOf = (body: unknown) => z.array(ConnectionCheck).parse(body);

test.skipIf(problem !== null)(
  'a mailbox that takes tokens alone is read with tokens, which are kept',
  async () => {
    const user = 'desk@contoso.example';
    const tokens = await startTokens(user);
    const { dovecot, server, administrator } = await open({ tokenInfo: `${tokens.url}/info` });
    const box = await openDeskMailbox(dovecot, user, async () => {
      tokens.given.push('of the test');
      return { accessToken: 'of the test' };
    });
    closers.push(() => box.close());
    const token = { tokenUrl: `${tokens.url}/token`, clientId: 'guichet', scope: 'imap' };
    const test = async (mailbox: object, secrets: object) => {
      const settings = { kind: 'built-in', closeAfterDays: null, mailbox: { ...box.settings, ...mailbox } };
      const { body } = await administrator.ask('/backends/test', { json: { id: null, settings, secrets } });
      return checksOf(body).find(({ name }) => name === 'mailbox')?.problem?.en ?? null;
    };
    expect(await test({}, { mailboxPassword: 'a password' })).toContain('takes tokens (OAuth 2)');
    expect(await test({ token }, { mailboxClientSecret: 'wrong' })).toContain('invalid_client');
    expect(await test({ token }, { mailboxClientSecret: CLIENT_SECRET })).toBeNull();
    const before = tokens.given.length;
    await box.setUp(server, { token }, { mailboxClientSecret: CLIENT_SECRET });
    for (const subject of ['First', 'Second']) {
      await box.deliver({ subject });
      await box.allRead(server);
    }
    expect(await server.rows('SELECT title FROM ticket ORDER BY id')).toEqual([
      { title: 'First' },
      { title: 'Second' },
    ]);
    // one for all connections
    expect(tokens.given.length - before).toBe(1);
  },
);

test.skipIf(problem !== null)(
  'the test says what is wrong with a folder, a password and a server',
  async () => {
    const { dovecot, administrator } = await open();
    const box = await openDeskMailbox(dovecot);
    closers.push(() => box.close());
    const test = async (mailbox: object, mailboxPassword = dovecot.password) => {
      const settings = { kind: 'built-in', closeAfterDays: null, mailbox: { ...box.settings, ...mailbox } };
      const json = { id: null, settings, secrets: { mailboxPassword } };
      return checksOf((await administrator.ask('/backends/test', { json })).body).at(-1)?.problem?.en ?? null;
    };
    expect(await test({})).toBeNull();
    expect(await test({ folder: 'Nowhere' })).toContain('The folder Nowhere');
    expect(await test({}, 'wrong')).toContain('does not accept user and password');
    box.line.goDown(true);
    expect(await test({})).toContain('cannot be read');
  },
);

test.skipIf(problem !== null)(
  'ten thousand mails that were there before the mailbox was set up stay as they are, and the next one is taken',
  async () => {
    const { dovecot, server } = await open();
    const box = await openDeskMailbox(dovecot);
    closers.push(() => box.close());
    const lastMonth = new Date(Date.now() - 30 * DAY);
    for (let count = 0; count < 80; count++) await box.deliver({ subject: `Old ${count}` }, lastMonth);
    await box.imap((client) => copySevenTimes(client));
    await box.setUp(server);
    await box.deliver({ subject: 'New' });
    await box.allRead(server);
    expect(await server.rows('SELECT title FROM ticket')).toEqual([{ title: 'New' }]);
    const unread = await box.imap(async (client) => (await client.status('INBOX', { unseen: true })).unseen);
    expect(unread).toBe(10_241);
  },
  120_000,
);

test.skipIf(problem !== null)(
  'of ten thousand mails, copies of eighty, each of the eighty becomes one ticket, in little memory and step by step',
  async () => {
    const { dovecot, server } = await open();
    const box = await openDeskMailbox(dovecot);
    closers.push(() => box.close());
    await box.setUp(server);
    box.line.goDown(true);
    const names = ['ana', 'bob', 'cid'];
    // numbers alone do not make subjects different
    const inLetters = (count: number) =>
      String(count).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    for (let count = 0; count < 80; count++)
      await box.deliver({ from: `${names[count % 3]}@contoso.example`, subject: `Mail ${inLetters(count)}` });
    await box.imap((client) => copySevenTimes(client));
    const before = process.memoryUsage().rss;
    box.line.goDown(false);
    const cursors = new Set<unknown>();
    let most = 0;
    server.clock.advance(MINUTE);
    await until(
      async () => {
        const [row] = await server.rows('SELECT cursor FROM desk_mailbox');
        cursors.add(row?.cursor);
        most = Math.max(most, process.memoryUsage().rss);
        await pass(100);
        return String(row?.cursor).split(':')[1] === '10240';
      },
      'all mails are read',
      300_000,
    );
    expect(
      await server.rows('SELECT count(*) AS count, count(DISTINCT title) AS titles FROM ticket'),
    ).toEqual([{ count: 80, titles: 80 }]);
    expect(cursors.size).toBeGreaterThan(20);
    expect(most - before).toBeLessThan(300 * MEGABYTE);
  },
  360_000,
);
