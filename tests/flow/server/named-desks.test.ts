// What another desk asks for in its header is done only for the desks that an administrator named.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { type DeskAsked, deskHeader } from '../../../contract/desk-mails.ts';
import { HeldMails } from '../../../contract/held-mails.ts';
import type { MailToDesk, OpenedDeskMailbox } from '../../fakes/mail-desk/desk-mailbox.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openServerWithMailbox } from '../../fakes/mail-desk/server-with-mailbox.ts';
import type { FakeStaff, TestServer } from '../../fakes/server/test-server.ts';

const problem = dovecotProblem();
const SENDER = 'ana@contoso.example';
let dovecot: Dovecot;
let server: TestServer;
let box: OpenedDeskMailbox;
let technician: FakeStaff;

beforeAll(async () => {
  if (problem === null) dovecot = await startDovecot();
});
afterAll(() => dovecot?.close());

beforeEach(async () => {
  if (problem !== null) return;
  ({ server, box, technician } = await openServerWithMailbox(dovecot, ['ana']));
});
afterEach(async () => {
  await box?.close();
  await server?.close();
});

async function take(...mails: MailToDesk[]): Promise<string> {
  let id = '';
  for (const mail of mails) id = await box.deliver(mail);
  await box.allRead(server);
  await server.delivered();
  return id;
}

const AUTOMATIC = { 'Auto-Submitted': 'auto-replied' };
const asks = (does: DeskAsked['does'], more: MailToDesk['headers'] = {}) => ({
  headers: { 'X-Guichet-Desk': deskHeader({ does }), ...more },
});

async function tickets(): Promise<DeskTicket[]> {
  const page = TicketPage.parse((await technician.ask('/tickets?show=all')).body);
  const all = await Promise.all(page.tickets.map(({ id }) => technician.ask(`/tickets/${id}`)));
  return all.map(({ body }) => DeskTicket.parse(body));
}
const said = ({ comments }: DeskTicket) => comments.map(({ authorName, body }) => `${authorName}: ${body}`);
const held = async () => HeldMails.parse((await technician.ask('/held-mails')).body).mails;
const outcomes = async () =>
  (await server.rows('SELECT outcome FROM desk_mail')).map(({ outcome }) => outcome).sort();

/** In the thread of a mail, and to the address of its ticket. */
const inThread = (ticketId: string, messageId: string) => ({
  to: box.addressOf(server, ticketId),
  thread: { 'In-Reply-To': messageId },
});

describe.skipIf(problem !== null)('a person who is no desk', () => {
  beforeEach(() => box.setUp(server));

  test('writes in no other name, and resolves nothing, with the header of one', async () => {
    const first = await take({ ...asks('open'), from: `Sam <${SENDER}>` });
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({ requester: 'The ana', status: 'new' });
    const { to, thread } = inThread(ticket?.id ?? '', first);
    const from = `Mona Manager <${SENDER}>`;
    await take({ to, from, text: 'I approve.\r\n', ...asks('say', thread) });
    await take({ to, from, text: 'Checked and done.\r\n', ...asks('resolve', thread) });
    const [after, ...others] = await tickets();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ status: 'new', solution: null });
    expect(after && said(after)).toEqual(['The ana: I approve.', 'The ana: Checked and done.']);
  });

  test('has no more tickets of one subject in an hour than others, and none by a machine', async () => {
    const subject = 'Same subject';
    await take(...Array.from({ length: 12 }, () => ({ ...asks('open'), subject })));
    expect(await tickets()).toHaveLength(10);
    expect(await held()).toMatchObject([{ reason: 'flood' }, { reason: 'flood' }]);
    await take({ ...asks('open', AUTOMATIC), subject: 'An answer of a machine' });
    expect(await outcomes()).toEqual(['automatic', 'held', 'held', ...Array(10).fill('ticket')]);
  });
});

describe.skipIf(problem !== null)('a desk that is named', () => {
  beforeEach(() => box.setUp(server, { desks: [SENDER] }));

  test('is heard, and what is written there has its name', async () => {
    const first = await take(asks('open', AUTOMATIC));
    const thread = { 'In-Reply-To': first, ...AUTOMATIC };
    const from = `Mona Manager <${SENDER}>`;
    await take({ from, text: 'See the file.\r\n', ...asks('say', thread) });
    await take({ from: `${'M'.repeat(250)} <${SENDER}>`, text: 'Long.\r\n', ...asks('say', thread) });
    await take({ from, text: 'Checked and done.\r\n', ...asks('resolve', thread) });
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({ status: 'resolved', solution: 'Checked and done.', requester: 'The ana' });
    expect(ticket && said(ticket)).toEqual([
      'Mona Manager (The ana): See the file.',
      `${'M'.repeat(190)} (The ana): Long.`,
    ]);
    expect(ticket?.events.at(-1)).toMatchObject({ to: 'resolved', name: 'Mona Manager (The ana)' });
  });

  test('waits for a technician where nobody vouches for it, and its header says nothing', async () => {
    const first = await take(asks('open', AUTOMATIC));
    await take({ ...asks('resolve', { 'In-Reply-To': first, ...AUTOMATIC }), proven: false });
    expect(await tickets()).toMatchObject([{ status: 'new' }]);
    expect(await held()).toMatchObject([{ from: SENDER, reason: 'unproven' }]);
  });
});
