// An approver who answers by mail hears once that the answer decides nothing.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import type { MailToDesk, OpenedDeskMailbox } from '../../fakes/mail-desk/desk-mailbox.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openServerWithMailbox } from '../../fakes/mail-desk/server-with-mailbox.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { catalogueOf } from '../../fakes/server/imports.ts';
import type { FakeStaff, TestServer } from '../../fakes/server/test-server.ts';

const problem = dovecotProblem();
const APPROVER = 'bob@contoso.example';
let dovecot: Dovecot;
let server: TestServer;
let box: OpenedDeskMailbox;
let technician: FakeStaff;
let id: string;

beforeAll(async () => {
  if (problem === null) dovecot = await startDovecot();
});
afterAll(() => dovecot?.close());

beforeEach(async () => {
  if (problem !== null) return;
  ({ server, box, technician } = await openServerWithMailbox(dovecot, ['ana', 'bob']));
  await server.runImport('catalogue', catalogueOf({ id: 'laptop', approver: APPROVER }));
  const ana = await server.activeAgent('ana@contoso.example');
  const command = ticketCommand({ categoryId: 'laptop', title: 'A laptop' });
  expect(await ana.verdicts(command)).toEqual(['accepted']);
  await server.delivered();
  id = command.key;
  await box.setUp(server);
});
afterEach(async () => {
  await box?.close();
  await server?.close();
});

async function answer(mail: MailToDesk): Promise<void> {
  await box.deliver({ to: box.addressOf(server, id), ...mail });
  await box.allRead(server);
}
const read = async () => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
const told = async () =>
  (await server.mails()).flatMap(({ to, text }) => {
    const [words] = /neither approves nor rejects|n’approuve ni ne rejette/.exec(text) ?? [];
    return words === undefined ? [] : [`${to}: ${words}`];
  });

describe.skipIf(problem !== null)('the answer of an approver', () => {
  test('is a message, and says once that it decided nothing', async () => {
    await answer({ from: APPROVER, text: 'I approve.\r\n', headers: { 'Content-Language': 'en' } });
    expect(await told()).toEqual([`${APPROVER}: neither approves nor rejects`]);
    await answer({ from: APPROVER, text: 'I really do approve.\r\n' });
    await answer({ text: 'Will it be long?\r\n' });
    expect(await told()).toHaveLength(1);
    const ticket = await read();
    expect(ticket.status).toBe('waiting_for_approval');
    expect(ticket.comments.map(({ body }) => body)).toEqual([
      'I approve.',
      'I really do approve.',
      'Will it be long?',
    ]);
  });

  test('is answered in the language of the mail', async () => {
    await answer({ from: APPROVER, text: 'D’accord.\r\n', headers: { 'Content-Language': 'fr' } });
    expect(await told()).toEqual([`${APPROVER}: n’approuve ni ne rejette`]);
  });

  test('that came by a list is not answered', async () => {
    await answer({ from: APPROVER, text: 'I approve.\r\n', headers: { Precedence: 'list' } });
    expect((await read()).comments).toHaveLength(1);
    expect(await told()).toEqual([]);
  });
});
