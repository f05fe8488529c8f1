// The mailbox of a desk fed by mail, on a host that takes tokens alone (XOAUTH2), as the mailbox of the built-in desk.
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Backend, ConnectionCheck } from '../../../contract/backends.ts';
import { MINUTE } from '../../../contract/clock.ts';
import { dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openLine } from '../../fakes/mail-desk/line.ts';
import { openSmtpServer } from '../../fakes/mail-desk/smtp-server.ts';
import { CLIENT_SECRET } from '../../fakes/mail-desk/token-endpoint.ts';
import { startTokens } from '../../fakes/mail-desk/tokens.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { openTestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const USER = 'guichet@contoso.example';

test.skipIf(dovecotProblem() !== null)(
  'is read with tokens, which are kept, and the secret goes nowhere else',
  async () => {
    const tokens = await startTokens(USER);
    const dovecot = await startDovecot({ tokenInfo: `${tokens.url}/info` });
    onTestFinished(() => dovecot.close());
    const line = await openLine(() => dovecot.connect());
    onTestFinished(() => line.close());
    const smtp = await openSmtpServer(async () => {});
    onTestFinished(() => smtp.close());
    const server = await openTestServer();
    onTestFinished(() => server.close());
    const administrator = await server.administrator();

    const token = { tokenUrl: `${tokens.url}/token`, clientId: 'guichet', scope: 'imap' };
    const settings = (signIn: object | null) => ({
      ...{ kind: 'mail', to: 'desk@octopus.example', replyTo: USER, numberPattern: '#([0-9]+)' },
      smtp: { host: '127.0.0.1', port: smtp.line.port, secure: false, user: null },
      imap: { host: '127.0.0.1', port: line.port, secure: false, user: USER, token: signIn },
      ...{ template: '{description}', serviceRequestTemplate: '{description}', language: 'en' },
    });
    const problemOf = async (signIn: object | null, secrets: object) => {
      const json = { id: null, settings: settings(signIn), secrets };
      const { body } = await administrator.ask('/backends/test', { json });
      const checks = z.array(ConnectionCheck).parse(body);
      return checks.find(({ name }) => name === 'mailbox')?.problem?.en ?? null;
    };
    expect(await problemOf(null, { imapPassword: 'a password' })).toContain('takes tokens (OAuth 2)');
    expect(await problemOf(token, { imapClientSecret: 'wrong' })).toContain('invalid_client');
    expect(await problemOf(token, { imapClientSecret: CLIENT_SECRET })).toBeNull();

    const before = tokens.given.length;
    const secrets = { imapClientSecret: CLIENT_SECRET };
    const added = await administrator.ask('/backends', {
      json: { name: 'Octopus', settings: settings(token), secrets },
    });
    const { id } = Backend.parse(added.body);
    const read = async () => {
      const [row] = await server.rows('SELECT cursor, polled_at, last_failure FROM backend WHERE id = ?', id);
      // the cursor is stored after the time
      return row?.cursor != null && row;
    };
    const first = await until(async () => {
      server.clock.advance(MINUTE);
      return read();
    }, 'the mailbox is read');
    expect(first).toMatchObject({ cursor: expect.stringMatching(/^\d+:0:/), last_failure: null });
    server.clock.advance(MINUTE);
    await until(async () => ((await read()) || first).polled_at !== first.polled_at, 'it is read again');
    // one for all connections
    expect(tokens.given.length - before).toBe(1);

    const moved = settings({ ...token, tokenUrl: 'https://elsewhere.example/token' });
    const saved = await administrator.ask(`/backends/${id}`, {
      method: 'PUT',
      json: { name: 'Octopus', settings: moved, secrets: {} },
    });
    expect(codeOf(saved)).toBe('backend-secrets-needed');
  },
);
