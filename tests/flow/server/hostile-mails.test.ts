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
  const backend = async () => {
    const [row] = await server.rows('SELECT cursor, polled_at AS at FROM backend WHERE id = ?', id);
    return { uid: Number(String(row?.cursor ?? '').split(':')[1] ?? -1), polledAt: String(row?.at ?? '') };
  };
  /** Polls until the last mail that was read has this number. */
  async function readUpTo(uid: number): Promise<void> {
    while ((await backend()).uid !== uid) {
      const before = server.clock.now().toISOString();
      await until(async () => {
        // a backend that is being polled is not polled again
        server.clock.advance(MINUTE);
        return (await backend()).polledAt > before;
      }, 'the backend is polled');
    }
  }
  return { mail, server, readUpTo };
}

if (problem !== null) test.skip(`hostile mails: ${problem}`);
else
  test('a stranger’s mails of newlines end neither the server nor its reading, before and after a restart', async () => {
    const { mail, server, readUpTo } = await open();
    await readUpTo(0);
    const head = 'From: postmaster@evil.example\r\nSubject: x\r\n\r\n';
    const newlines = Buffer.from(`${head}${'\n'.repeat(1024 * 1024)}`);
    for (let count = 0; count < 6; count++) await mail.deliver(newlines);
    await readUpTo(6);
    await server.stop();
    await server.start();
    await mail.deliver(newlines);
    await readUpTo(7);
    expect((await ask(`${server.url}/healthz`)).body).toEqual({ status: 'ok' });
  });
