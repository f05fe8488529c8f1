// The ticket number of a mail backend: awaited when its mailbox is read, else never promised.
import { afterEach, describe, expect, test } from 'vitest';
import { ListedBackend } from '../../../contract/backends.ts';
import { DeskTicket } from '../../../contract/console.ts';
import { MailSettings } from '../../../contract/mail-settings.ts';
import { HOUR } from '../../../server/clock.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
afterEach(() => desk.close());

const IMAP = { host: 'imap.contoso.example', port: 993, secure: true, user: 'desk', folder: 'INBOX' };

/** A ticket delivered to a mail backend that has sent no number. */
async function sendByMail({ readsMailbox }: { readsMailbox: boolean }) {
  const mail = createBackend('M', { ...ELSEWHERE, changes: readsMailbox });
  const { createTicket } = mail;
  mail.createTicket = async (ticket) => {
    const answer = await createTicket(ticket);
    return answer.ok ? { ok: true, value: { ...answer.value, number: null } } : answer;
  };
  const opened = await openWithBackends({ mail }, 'mail');
  desk = opened.desk;
  const settings = MailSettings.parse({
    kind: 'mail',
    to: 'support@octopus.example',
    replyTo: 'help@contoso.example',
    smtp: { host: 'smtp.contoso.example', port: 587, secure: false, user: null },
    imap: readsMailbox ? IMAP : null,
    numberPattern: '(INC-\\d+)',
    statusPattern: null,
    replyTag: '[{number}]',
    statuses: {},
    template: '{description}',
    serviceRequestTemplate: '{description}',
  });
  await desk.alter(
    "UPDATE backend SET kind = 'mail', settings = ? WHERE id = ?",
    ...[JSON.stringify(settings), opened.ids.mail],
  );
  const agent = await desk.activeAgent('requester@contoso.example');
  const { key, ...command } = ticketCommand();
  await agent.sync([{ key, ...command }]);
  await desk.delivered();
  const technician = await desk.technician();
  return {
    seen: (await agent.sync()).tickets[0],
    link: DeskTicket.parse((await technician.ask(`/tickets/${key}`)).body).links[0],
    async late() {
      const backends = ListedBackend.array().parse((await technician.ask('/backends')).body);
      return backends.find(({ kind }) => kind === 'mail')?.health.overdueNumbers;
    },
  };
}

describe('a missing number', () => {
  test('is awaited when the mailbox is read, and late after four hours', async () => {
    const { seen, link, late } = await sendByMail({ readsMailbox: true });
    const numberDueAt = new Date(desk.clock.now().getTime() + 4 * HOUR).toISOString();
    expect(seen).toMatchObject({ number: null, numberAwaited: true, numberDueAt });
    expect(link).toMatchObject({ sent: true, number: null, numberDueAt });
    expect(await late()).toBe(0);
    desk.clock.advance(4 * HOUR + 1);
    expect(await late()).toBe(1);
  });

  test('is neither awaited nor late when no mailbox is read', async () => {
    const { seen, link, late } = await sendByMail({ readsMailbox: false });
    expect(seen).toMatchObject({ number: null, numberAwaited: false, numberDueAt: null });
    expect(link).toMatchObject({ sent: true, number: null, numberDueAt: null });
    desk.clock.advance(5 * HOUR);
    expect(await late()).toBe(0);
  });
});
