// A person answers the mail that they got about their ticket: a server that runs as the program, and real mail servers.
import PostalMime from 'postal-mime';
import { expect, onTestFinished, test } from 'vitest';
import { dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { type MailBox, openMailRoute } from '../../fakes/mail-desk/mail-route.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { personOf } from '../../fakes/server/imports.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';
import { startSimulatedServer } from '../../load/servers.ts';

const DESK = 'desk@contoso.example';
const ANA = 'ana@contoso.example';
/** A program that starts on a busy machine, in milliseconds. */
const LONG = 120_000;

async function readMailbox(server: TestServer, { user, line }: MailBox, password: string): Promise<void> {
  const mailbox = {
    ...{ address: DESK, host: '127.0.0.1', port: line.port, secure: false, user },
    authServer: 'mx.contoso.example',
  };
  const settings = { kind: 'built-in', closeAfterDays: null, mailbox };
  const json = { name: 'Desk', settings, secrets: { mailboxPassword: password } };
  const administrator = await server.administrator();
  const saved = await administrator.ask('/backends/built-in', { method: 'PUT', json });
  expect(saved.status).toBe(200);
}

test.skipIf(dovecotProblem() !== null)(
  'what a person answers to that very mail is a message of theirs on the ticket',
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.close());
    const route = await openMailRoute(dovecot);
    onTestFinished(() => route.close());
    const box = await route.box(DESK, () => new Date());
    const environment = {
      SMTP_URL: `smtp://127.0.0.1:${route.port}`,
      MAIL_FROM: `Help desk <help@contoso.example>`,
    };
    const server = await openTestServer({ clock: createClock(new Date().toISOString()), environment });
    onTestFinished(() => server.close());
    await server.runImport('directory', { people: [personOf('ana')] });
    await readMailbox(server, box, dovecot.password);
    await server.stop();
    const program = await startSimulatedServer({ ...server.settings, ...environment, MAILBOX: 'false' });
    onTestFinished(() => program.kill());

    /** Of Ana, for whom the mail server vouches. */
    const write = (to: string, lines: readonly string[], text: string) => {
      const head = [
        'Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example',
        ...[`From: Ana <${ANA}>`, `To: ${to}`, ...lines],
      ];
      return route.deliverAgain({
        to,
        source: Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`),
        headers: {},
      });
    };
    await write(DESK, ['Subject: Nothing prints', 'Message-ID: <1@phone.example>'], 'In room 12.');
    const notice = await until(() => route.mails.find(({ to }) => to === ANA), 'Ana is told', LONG);
    const { messageId, replyTo, subject, inReplyTo } = await PostalMime.parse(notice.source);
    expect(inReplyTo).toBe('<1@phone.example>');
    const address = replyTo?.[0]?.address ?? '';
    expect(address).toMatch(/^desk\+g[0-9a-z]{25}@contoso\.example$/);
    const answer = [`Subject: Re: ${subject}`, `In-Reply-To: ${messageId}`, 'Message-ID: <2@phone.example>'];
    await write(address, answer, 'And in room 13.\r\n\r\n> We have your request');
    const rows = await until(
      async () => {
        const found = await server.rows(
          `SELECT comment.body, comment.author_name, ticket.number FROM comment
          JOIN ticket ON ticket.id = comment.ticket_id`,
        );
        return found.length > 0 && found;
      },
      'the answer is read',
      LONG,
    );
    expect(rows).toEqual([{ body: 'And in room 13.', author_name: 'The ana', number: 'R-000001' }]);
    expect(await server.rows('SELECT count(*) AS count FROM ticket')).toEqual([{ count: 1 }]);
    await program.stop();
    await server.start();
  },
  LONG,
);
