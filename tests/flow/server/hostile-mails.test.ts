// A server whose mailbox anybody can write to: it survives what it receives, and reads on.
import { afterEach, expect, test } from 'vitest';
import { MINUTE } from '../../../server/clock.ts';
import { dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openMailDesk } from '../../fakes/mail-desk/open-desk.ts';
import { ask } from '../../fakes/server/http.ts';
import { openTestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const problem = dovecotProblem();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open() {
  const dovecot = await startDovecot();
  closers.push(() => dovecot.close());
  const mail = await openMailDesk(dovecot);
  closers.push(() => mail.close());
  const server = await openTestServer();
  closers.push(() => server.close());
  const administrator = await server.administrator();
  const secrets = { password: mail.smtp.password, imapPassword: dovecot.password };
  const json = { name: 'Octopus', settings: mail.settings, secrets };
  const { id } = (await administrator.ask('/backends', { json })).body as { id: string };
  /** Polls until the last mail that was read has this number. */
  const readUpTo = (uid: number) =>
    until(() => {
      server.clock.advance(MINUTE);
      const [row] = server.rows('SELECT cursor FROM backend WHERE id = ?', id);
      return String(row?.cursor).split(':')[1] === String(uid);
    }, `mail ${uid} is read`);
  return { mail, server, readUpTo };
}

if (problem !== null) test.skip(`hostile mails: ${problem}`);
else
  test('a stranger’s mails of newlines end neither the server nor its reading, before and after a restart', async () => {
    const { mail, server, readUpTo } = await open();
    await readUpTo(0);
    const head = 'From: postmaster@evil.example\r\nSubject: x\r\n\r\n';
    const newlines = Buffer.from(`${head}${'\n'.repeat(1024 * 1024)}`);
    for (let count = 0; count < 12; count++) await mail.deliver(newlines);
    await readUpTo(12);
    await server.stop();
    await server.start();
    await mail.deliver(newlines);
    await readUpTo(13);
    expect((await ask(`${server.url}/healthz`)).body).toEqual({ status: 'ok' });
  });
