// Texts of mails to a backend, and the meaning of a mail server's responses.
import { expect, test } from 'vitest';
import type { NewTicket } from '../../../../../server/connectors/connector.ts';
import { fillTemplate } from '../../../../../server/connectors/mail/outgoing.ts';
import { smtpFailure, smtpTrouble } from '../../../../../server/connectors/mail/smtp-failure.ts';

const TICKET: NewTicket = {
  key: '0190a1b2-0000-7000-8000-000000000000',
  kind: 'incident',
  title: 'Costs $& and {description}',
  description: 'It says {key} and $1',
  organisation: 'Contoso',
  requester: { email: 'a.requester@contoso.example', fullName: 'A requester' },
  writtenBy: null,
  contacts: [{ email: 'b.requester@contoso.example', fullName: 'Another requester' }],
  category: null,
  answers: [
    { label: 'Room', value: 'B-2.14' },
    { label: 'Since', value: 'Monday' },
  ],
  impact: null,
  urgency: null,
  hostname: 'PC-0001',
  userName: 'requester',
  facts: [],
  createdAt: '2030-01-07T09:00:00.000Z',
};

test('placeholders are replaced once, and not within texts of people', () => {
  expect(fillTemplate('{title} / {description}', TICKET)).toBe(
    'Costs $& and {description} / It says {key} and $1',
  );
  expect(fillTemplate('{requester} <{email}>\n{answers}\n[{category}]', TICKET)).toBe(
    'A requester <a.requester@contoso.example>\nRoom: B-2.14\nSince: Monday\n[]',
  );
  expect(fillTemplate('{contacts}', TICKET)).toBe('Another requester <b.requester@contoso.example>');
  expect(fillTemplate('{nothing} {constructor} {', TICKET)).toBe('{nothing} {constructor} {');
});

const answer = (responseCode: number, response: string, code = 'EENVELOPE') =>
  smtpFailure(
    smtpTrouble({ code, command: 'RCPT TO', message: response, response, responseCode }),
    'smtp.example.org',
  );

test.each([
  [421, '421 Too busy', 'limited'],
  [451, '451 4.7.1 Greylisted', 'limited'],
  [452, '452 4.5.3 Too many recipients', 'limited'],
  [450, '450 4.2.0 Mailbox busy', 'unreachable'],
  [452, '452 4.2.2 Mailbox full', 'unreachable'],
  [503, '503 Bad sequence', 'unreachable'],
  [550, '550 5.1.1 No such user', 'refused'],
  // of all mails in the name of others, not of this one
  [550, '550 5.7.1 May not send as this person', 'barred'],
  [550, '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'barred'],
  [554, '554 5.2.252 SendAsDenied; guichet@example.org not allowed', 'barred'],
  [553, '553 5.7.1 <a@example.org>: Sender address rejected: not owned by user guichet', 'barred'],
] as const)('%i "%s" is %s', (code, response, kind) => {
  expect(answer(code, response).kind).toBe(kind);
});

test.each([
  ['451 4.7.1 try again in 90 seconds', 90_000],
  ['451 4.7.1 retry in 5 min', 300_000],
  ['451 4.7.1 later', 60_000],
])('"%s" is retried after %i ms', (response, retryAfter) => {
  expect(answer(451, response)).toMatchObject({ kind: 'limited', retryAfter });
});

test('a wrong password bars all mails, a temporary sign-in failure does not', () => {
  expect(answer(535, '535 5.7.8 Authentication failed', 'EAUTH').kind).toBe('barred');
  expect(answer(454, '454 4.3.0 Try later', 'EAUTH').kind).toBe('unreachable');
});

test('a broken connection is unreachable, whatever code nodemailer gives it', () => {
  const failure = smtpFailure(smtpTrouble({ code: 'ETIMEDOUT', message: 'Timeout' }), 'smtp.example.org');
  expect(failure).toEqual({
    kind: 'unreachable',
    reason: {
      en: 'The mail server smtp.example.org did not accept the mail: Timeout',
      fr: 'Le serveur de messagerie smtp.example.org n’a pas accepté le courriel\u00a0: Timeout',
    },
  });
  expect(smtpFailure(smtpTrouble(new Error('lost')), 'h').kind).toBe('unreachable');
});
