// What the mailer says of a mail, and why one was not sent.
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { mailFailureOf } from '../../../../server/mail/mail-failure.ts';
import { createSmtpMailer, type Mailer, type MailThread } from '../../../../server/mail/mailer.ts';
import { openSmtpServer } from '../../../fakes/mail-desk/smtp-server.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { openPostOffice, type PostOffice } from '../../../fakes/server/post-office.ts';

const MAIL = { to: 'a@contoso.example', subject: 'S', text: 'T', html: '<p>T</p>' };
const THREAD: MailThread = {
  messageId: '<key.1@help.example>',
  refersTo: '<key.received@help.example>',
  replyTo: 'desk+key@contoso.example',
  byPerson: false,
  unsubscribe: 'https://help.example/mail-wishes/token',
};

let office: PostOffice;
let mailer: Mailer;
beforeEach(async () => {
  office = await openPostOffice();
  mailer = createSmtpMailer({ url: office.url, tokens: null }, 'help@contoso.example', createSilentLog());
});
afterEach(async () => {
  mailer.close();
  await office.close();
});

async function headersOf(thread?: Partial<MailThread>): Promise<Record<string, string>> {
  await mailer.send({ ...MAIL, ...(thread && { thread: { ...THREAD, ...thread } }) });
  return Object.fromEntries((office.received.at(-1)?.headers ?? []).map(({ key, value }) => [key, value]));
}

test('a notice can be switched off with one click, and answered to its ticket', async () => {
  expect(await headersOf({})).toMatchObject({
    'message-id': '<key.1@help.example>',
    'in-reply-to': '<key.received@help.example>',
    references: '<key.received@help.example>',
    'reply-to': 'desk+key@contoso.example',
    'auto-submitted': 'auto-generated',
    'list-unsubscribe': '<https://help.example/mail-wishes/token>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
  });
});

test('one click is offered over HTTPS alone', async () => {
  const headers = await headersOf({ unsubscribe: 'http://help.example/mail-wishes/token' });
  expect(headers['list-unsubscribe']).toBe('<http://help.example/mail-wishes/token>');
  expect(headers['list-unsubscribe-post']).toBeUndefined();
});

test('what a technician wrote is not marked as a machine’s', async () => {
  const headers = await headersOf({ byPerson: true, unsubscribe: null, replyTo: null, refersTo: null });
  for (const name of ['auto-submitted', 'precedence', 'list-unsubscribe', 'reply-to', 'in-reply-to'])
    expect({ name, value: headers[name] }).toEqual({ name, value: undefined });
});

test('a mail of no ticket is marked as a machine’s', async () => {
  expect(await headersOf()).toMatchObject({ 'auto-submitted': 'auto-generated' });
});

describe('a mail that was not sent', () => {
  test.each([
    [550, 'refused'],
    [450, 'later'],
    [421, 'unreachable'],
  ] as const)('because of %i is %s', async (code, kind) => {
    office.refuse(code);
    expect(await mailer.send(MAIL)).toMatchObject({
      kind,
      reason: { en: expect.stringContaining('mailbox full') },
    });
  });

  test('because nobody listens waits like all others', async () => {
    await office.close();
    expect(await mailer.send(MAIL)).toMatchObject({ kind: 'unreachable' });
    await office.openAgain();
  });

  test.each([
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 553 }, 'unreachable'],
    [{ code: 'EENVELOPE', command: 'API', message: 'Invalid sender "x"' }, 'unreachable'],
    [{ code: 'EENVELOPE', command: 'API', message: 'Invalid recipient "x"' }, 'refused'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 552 }, 'refused'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 451 }, 'later'],
    [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'unreachable'],
    ['not even an error', 'unreachable'],
  ])('with %o is sorted as %s', (failure, kind) => {
    expect(mailFailureOf(failure).kind).toBe(kind);
  });
});

test('mails go with a token, which is asked for once, and why none was given is said', async () => {
  const server = await openSmtpServer(async () => {});
  onTestFinished(() => server.close());
  const url = `smtp://guichet%40contoso.example@127.0.0.1:${server.line.port}`;
  server.tokens.push('a token');
  let asked = 0;
  const given = async () => {
    asked += 1;
    return { ok: true, value: 'a token' } as const;
  };
  const withToken = createSmtpMailer({ url, tokens: given }, 'help@contoso.example', createSilentLog());
  expect(await withToken.send(MAIL)).toBeNull();
  expect([asked, server.signIns, server.envelopes.length]).toEqual([1, ['guichet@contoso.example'], 1]);
  const reason = { en: 'login.example gave no token: invalid_client', fr: 'Pas de jeton' };
  const without = createSmtpMailer(
    { url, tokens: async () => ({ ok: false, failure: { kind: 'refused', reason } }) },
    'help@contoso.example',
    createSilentLog(),
  );
  expect(await without.send(MAIL)).toMatchObject({ kind: 'unreachable' });
  expect((await without.send(MAIL))?.reason.en).toContain('gave no token: invalid_client');
});
