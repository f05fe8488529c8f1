// The number that a desk fed by mail has not told yet: awaited where a mailbox is read, and promised to nobody where none is.
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

/** A ticket that went to a desk fed by mail, which has told no number. */
async function sendByMail({ readsMailbox }: { readsMailbox: boolean }) {
  const mail = createBackend('M', { ...ELSEWHERE, changes: readsMailbox });
  const { createTicket } = mail;
  mail.createTicket = async (asked) => {
    const made = await createTicket(asked);
    return made.ok ? { ok: true, value: { ...made.value, number: null } } : made;
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
  desk.alter(
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
      return backends.find(({ kind }) => kind === 'mail')?.health.numbersLate;
    },
  };
}

describe('a number that was not told', () => {
  test('is awaited where the mailbox is read, and late once its hours have passed', async () => {
    const { seen, link, late } = await sendByMail({ readsMailbox: true });
    const numberDueAt = new Date(desk.clock.now().getTime() + 4 * HOUR).toISOString();
    expect(seen).toMatchObject({ number: null, numberAwaited: true, numberDueAt });
    expect(link).toMatchObject({ sent: true, number: null, numberDueAt });
    expect(await late()).toBe(0);
    desk.clock.advance(4 * HOUR + 1);
    expect(await late()).toBe(1);
  });

  test('is not awaited where no mailbox is read, and never late', async () => {
    const { seen, link, late } = await sendByMail({ readsMailbox: false });
    expect(seen).toMatchObject({ number: null, numberAwaited: false, numberDueAt: null });
    expect(link).toMatchObject({ sent: true, number: null, numberDueAt: null });
    desk.clock.advance(5 * HOUR);
    expect(await late()).toBe(0);
  });
});
