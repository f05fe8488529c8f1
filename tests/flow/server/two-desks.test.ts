// Two tiers on two servers, each with a built-in desk, which speak to each other by mail alone.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { deskHeader } from '../../../contract/desk-mails.ts';
import { HeldMails } from '../../../contract/held-mails.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { startKillableServers } from '../../fakes/server/killable-servers.ts';
import { insertStaff } from '../../fakes/server/staff.ts';
import { storedBytes } from '../../fakes/server/stored-contents.ts';
import type { FakeStaff } from '../../fakes/server/test-server.ts';
import { GROUP, openTwoDesks, SCHOOL, type TwoDesks } from '../../fakes/server/two-desks.ts';
import { addGroup, onTicket, openSchool, playTwoTiers } from '../../fakes/server/two-tiers.ts';
import { until } from '../../fakes/server/until.ts';

const problem = dovecotProblem();
const EMAIL = 'requester@contoso.example';
/** Two servers and real mail servers, in milliseconds. */
const LONG = 180_000;
let dovecot: Dovecot;
let desks: TwoDesks;
beforeAll(async () => {
  if (problem === null) dovecot = await startDovecot();
});
afterAll(() => dovecot?.close());
beforeEach(async () => {
  if (problem === null) desks = await openTwoDesks(dovecot);
});
afterEach(() => desks?.close());

test.skipIf(problem !== null)(
  'a ticket goes from the school to the group and comes back, and both are closed',
  async () => {
    const school = await openSchool(desks.school, EMAIL);
    await playTwoTiers(school, desks.backend);
    // no machine may answer any of them (RFC 3834)
    const between = [...desks.mailsTo(GROUP), ...desks.mailsTo(SCHOOL)];
    expect(between.map(({ headers }) => headers['auto-submitted'])).toEqual(
      between.map(() => 'auto-generated'),
    );
    expect(between.map(({ headers }) => headers['x-auto-response-suppress'])).toEqual(
      between.map(() => 'All'),
    );
    const many = desks.route.mails.length;
    await desks.settled();
    expect(desks.route.mails).toHaveLength(many);
  },
  LONG,
);

describe.skipIf(problem !== null)('a ticket that the school has handed over', () => {
  let agent: FakeAgent;
  let atSchool: FakeStaff;
  let backendId: string;
  beforeEach(async () => {
    agent = await desks.school.activeAgent(EMAIL);
    atSchool = await desks.school.technician();
    backendId = await addGroup(desks.school, desks.backend);
  });

  async function handOver(title: string): Promise<string> {
    const command = ticketCommand({ title, description: 'I teach optics.' });
    expect(await agent.verdicts(command)).toEqual(['accepted']);
    await desks.school.delivered();
    await onTicket(atSchool, command.key)('hand-over', { backendId, note: '' });
    return command.key;
  }

  async function groupTickets(): Promise<DeskTicket[]> {
    await desks.settled();
    const { tickets } = TicketPage.parse((await desks.technician.ask('/tickets?show=all')).body);
    const all = await Promise.all(tickets.map(({ id }) => desks.technician.ask(`/tickets/${id}`)));
    return all.map(({ body }) => DeskTicket.parse(body));
  }

  async function handedOver() {
    const id = await handOver('Rights for courses');
    const [there, ...others] = await groupTickets();
    if (!there || others.length > 0) throw new Error('the group has no ticket, or several');
    const group = onTicket(desks.technician, there.id);
    const here = async () => {
      await desks.settled();
      return DeskTicket.parse((await atSchool.ask(`/tickets/${id}`)).body);
    };
    const atGroup = async () => {
      await desks.settled();
      return DeskTicket.parse((await desks.technician.ask(`/tickets/${there.id}`)).body);
    };
    return { id, group, here, atGroup, act: onTicket(atSchool, id) };
  }

  const said = ({ comments }: DeskTicket) => comments.map(({ authorName, body }) => `${authorName}: ${body}`);
  const linkOf = ({ links }: DeskTicket) => links.find(({ tier }) => tier === 2);

  /** Puts a mail into the mailbox of `to`, whoever sent it. */
  function write(to: string, lines: Record<string, string>, text: string): Promise<void> {
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    return desks.route.deliverAgain({ to, source: Buffer.from(`${head.join('')}\r\n${text}`), headers: {} });
  }

  /** Uploads a file as this member of the staff. */
  async function upload(url: string, { cookie }: FakeStaff, content: Buffer): Promise<void> {
    const { status } = await fetch(`${url}/v1/console/uploads/${attachmentOf(content).sha256}`, {
      method: 'PUT',
      headers: { cookie, origin: url, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(content),
    });
    expect(status).toBe(204);
  }

  test(
    'has the number and the status of the group, and what was written and attached at either end, once',
    async () => {
      const { id, group, here, atGroup, act } = await handedOver();
      expect(await atGroup()).toMatchObject({
        title: 'Rights for courses',
        requester: 'Support of the school',
        description: expect.stringContaining(`A requester <${EMAIL}>`),
      });
      expect(linkOf(await here())).toMatchObject({ number: 'R-000001', status: 'new' });
      await group('take');
      expect(linkOf(await here())).toMatchObject({ status: 'assigned' });

      await group('set-pending', { reason: 'For which site?', until: null, untilAnswer: true });
      expect(await here()).toMatchObject({ status: 'assigned' });
      expect(linkOf(await here())).toMatchObject({ status: 'pending' });
      expect(said(await here())).toEqual(['Tess Technician: For which site?']);
      await agent.verdicts(commentCommand(id, { body: '> For which site?\nFor the north.' }));
      await act('replies', { body: 'And for the south.', internal: false });
      expect(await atGroup()).toMatchObject({ status: 'assigned' });
      expect(said(await atGroup())).toEqual([
        'A requester (Support of the school): > For which site?\nFor the north.',
        'Tess Technician (Support of the school): And for the south.',
      ]);
      expect(linkOf(await here())).toMatchObject({ status: 'assigned' });

      const [up, down] = [randomBytes(2000), randomBytes(3000)];
      await agent.upload(up);
      await agent.verdicts(commentCommand(id, { body: 'A picture.', attachments: [attachmentOf(up)] }));
      await desks.settled();
      expect(await storedBytes(desks.group, up)).toEqual(up);
      await upload(desks.group.url, desks.technician, down);
      const attachments = [{ ...attachmentOf(down), name: 'rights.pdf', mediaType: 'application/pdf' }];
      const long = `${'A long line. '.repeat(20)}\n> quoted\n-- \nNo signature.`;
      await group('replies', { body: long, internal: false });
      expect((await here()).comments.at(-1)).toMatchObject({ body: long });
      await group('replies', { body: 'As in the file.', internal: false, attachments });
      const answered = (await here()).comments.at(-1);
      expect(answered).toMatchObject({ body: 'As in the file.', attachments: [{ name: 'rights.pdf' }] });
      expect(await storedBytes(desks.school, down)).toEqual(down);

      await group('resolve', { solution: 'They are given.' });
      expect(await here()).toMatchObject({ status: 'resolved', solution: 'They are given.' });
      await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'close' }));
      expect(await atGroup()).toMatchObject({ status: 'closed' });
      expect(linkOf(await here())).toMatchObject({ status: 'closed' });
      expect(said(await here()).filter((line) => line.includes('They are given'))).toEqual([]);
    },
    LONG,
  );

  test(
    'is the same after every mail arrived twice, also one that resolved it before it was reopened',
    async () => {
      const { id, group, here, atGroup } = await handedOver();
      await group('take');
      await group('replies', { body: 'It is under way.', internal: false });
      await group('resolve', { solution: 'They are given.' });
      expect(await here()).toMatchObject({ status: 'resolved' });
      await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }));
      const before = { here: await here(), there: await atGroup() };
      expect(before).toMatchObject({ here: { status: 'assigned' }, there: { status: 'assigned' } });
      const all = [...desks.route.mails];
      for (const mail of all) await desks.route.deliverAgain(mail);
      const after = { here: await here(), there: await atGroup() };
      expect([said(after.here), said(after.there)]).toEqual([said(before.here), said(before.there)]);
      expect(after).toMatchObject({ here: { status: 'assigned' }, there: { status: 'assigned' } });
      expect(linkOf(after.here)).toMatchObject({ status: 'assigned' });
      expect(await groupTickets()).toHaveLength(1);
      expect(desks.route.mails).toHaveLength(all.length);
    },
    LONG,
  );

  test(
    'is resolved at the group where the school resolves it itself, and a group that does not follow says so',
    async () => {
      const { id, group, here, atGroup, act } = await handedOver();
      const [opened] = desks.mailsTo(GROUP);
      // as a mail that comes late: the ticket is not resolved
      await write(
        GROUP,
        {
          'Authentication-Results': 'mx.group.example; dmarc=pass header.from=school.example',
          ...{ From: SCHOOL, 'Message-ID': '<late@school.example>', Subject: 'Rights' },
          'In-Reply-To': opened?.headers['message-id'] ?? '',
          'X-Guichet-Desk': deskHeader({ does: 'close' }),
        },
        '',
      );
      expect(await atGroup()).toMatchObject({ status: 'new' });
      expect(desks.mailsTo(SCHOOL).map(({ headers }) => headers['x-guichet-desk'])).toEqual([
        expect.stringContaining('status=new'),
        expect.stringContaining('status=new'),
      ]);
      await act('resolve', { solution: 'No longer needed.' });
      expect(await atGroup()).toMatchObject({ status: 'resolved', solution: 'No longer needed.' });
      await group('close');
      expect(linkOf(await here())).toMatchObject({ status: 'closed' });
      await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }));
      expect(await here()).toMatchObject({ status: 'assigned' });
      expect(linkOf(await here())).toMatchObject({ status: 'closed' });
      // what is written on a closed ticket goes on in another one, and its answers come back
      await agent.verdicts(commentCommand(id, { body: 'It is needed again.' }));
      const again = (await groupTickets()).find(({ status }) => status !== 'closed');
      await onTicket(desks.technician, again?.id ?? '')('take');
      await onTicket(desks.technician, again?.id ?? '')('replies', { body: 'Once more.', internal: false });
      expect(said(await here())).toContain('Tess Technician: Once more.');
      expect(linkOf(await here())).toMatchObject({ status: 'assigned' });
    },
    LONG,
  );

  test(
    'goes on as another ticket of the group, of which the school hears as of its own',
    async () => {
      const ids = [await handOver('One'), await handOver('Two')];
      const tickets = await groupTickets();
      const [one, two] = ['One', 'Two'].map((title) => tickets.find((ticket) => ticket.title === title));
      await onTicket(desks.technician, one?.id ?? '')('merge', { ticketNumber: two?.number ?? '' });
      await onTicket(desks.technician, two?.id ?? '')('take');
      await onTicket(desks.technician, two?.id ?? '')('replies', { body: 'For both.', internal: false });
      await desks.settled();
      const read = async (id = '') => DeskTicket.parse((await atSchool.ask(`/tickets/${id}`)).body);
      expect(said(await read(ids[0]))).toEqual([
        `Tess Technician: This ticket goes on as ${two?.number}.`,
        'Tess Technician: For both.',
      ]);
      expect(said(await read(ids[1]))).toEqual(['Tess Technician: For both.']);
      await onTicket(desks.technician, two?.id ?? '')('resolve', { solution: 'Done for both.' });
      await desks.settled();
      for (const id of ids)
        expect(await read(id)).toMatchObject({ status: 'resolved', solution: 'Done for both.' });
    },
    LONG,
  );

  test(
    'changes for nobody whom the mail servers do not vouch for, and for no other desk',
    async () => {
      const { here, atGroup } = await handedOver();
      const [opened] = desks.mailsTo(GROUP);
      const [received] = desks.mailsTo(SCHOOL);
      const thread = { 'In-Reply-To': opened?.headers['message-id'] ?? '', Subject: 'Rights' };
      const told = {
        does: 'tell',
        number: 'R-000009',
        status: 'resolved',
        words: 'solution',
        seq: 9999,
      } as const;
      const forged = { ...thread, 'X-Guichet-Desk': deskHeader(told) };
      await write(
        SCHOOL,
        { ...forged, From: 'help@group.example', 'Message-ID': '<1@evil.example>' },
        'Gone.',
      );
      await write(
        SCHOOL,
        {
          'Authentication-Results': 'mx.school.example; dmarc=pass header.from=evil.example',
          ...{ ...forged, From: 'a@evil.example', 'Message-ID': '<2@evil.example>' },
        },
        'Call this number.',
      );
      const resolve = { ...thread, 'X-Guichet-Desk': deskHeader({ does: 'resolve' }) };
      await write(GROUP, { ...resolve, From: SCHOOL, 'Message-ID': '<3@evil.example>' }, 'Gone.');
      await write(
        GROUP,
        {
          'Authentication-Results': 'mx.group.example; dmarc=pass header.from=other.example',
          ...{ ...resolve, From: 'desk@other.example', 'Message-ID': '<4@evil.example>' },
        },
        'Gone.',
      );
      const seen = await here();
      expect(seen).toMatchObject({ status: 'assigned' });
      expect(linkOf(seen)).toMatchObject({ number: 'R-000001', status: 'new' });
      expect(seen.comments.filter(({ internal }) => !internal)).toEqual([]);
      expect(await atGroup()).toMatchObject({ status: 'new', comments: [] });
      const { mails } = HeldMails.parse((await desks.technician.ask('/held-mails')).body);
      expect(mails.map(({ from, reason }) => [from, reason]).sort()).toEqual([
        ['desk@other.example', 'stranger'],
        [SCHOOL, 'unproven'],
      ]);
      expect(received?.headers['x-guichet-desk']).toMatch(
        /^does=tell; number=R-000001; status=new; words=none; seq=\d+$/,
      );
    },
    LONG,
  );

  test(
    'is there once, however often the group’s server is killed while it reads and answers',
    async () => {
      await insertStaff(desks.group, { email: 'x@group.example', fullName: 'X', role: 'technician' });
      await desks.group.stop();
      const titles = Array.from({ length: 30 }, (_, index) => `Ticket ${String(index).padStart(2, '0')}`);
      const ids: string[] = [];
      for (const title of titles) ids.push(await handOver(title));
      await desks.school.delivered();
      const servers = await startKillableServers([
        { ...desks.group.settings, ...desks.groupEnvironment, MAILBOX: 'false' },
      ]);
      const taken = async () => (await desks.group.rows('SELECT id FROM desk_mail')).length;
      const sent = async () => (await desks.group.rows("SELECT id FROM notice WHERE state = 'sent'")).length;
      await until(async () => (await taken()) >= 3, 'some are read', LONG);
      await servers.kill(0);
      const first = await taken();
      await servers.startAgain(0);
      await until(async () => (await sent()) >= 3, 'some are answered', LONG);
      await servers.kill(0);
      const answered = await sent();
      await servers.startAgain(0);
      await until(async () => (await sent()) > answered, 'the others are answered', LONG);
      await servers.stop();
      await desks.group.start();
      await desks.settled();
      expect(first).toBeLessThan(titles.length);
      expect(
        (await desks.group.rows('SELECT title FROM ticket ORDER BY title')).map(({ title }) => title),
      ).toEqual(titles);
      const numbers = await desks.school.rows('SELECT number FROM link WHERE tier = 2');
      expect(new Set(numbers.map(({ number }) => number)).size).toBe(ids.length);
      // one that was claimed by the server that died may come again, and is the same mail
      const told = desks.mailsTo(SCHOOL).map(({ headers }) => headers['message-id']);
      expect(new Set(told).size).toBe(titles.length);
    },
    LONG,
  );
});
