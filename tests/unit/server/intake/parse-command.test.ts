import { expect, test } from 'vitest';
import { bodyHash } from '../../../../server/intake/body-hash.ts';
import { parseCommand } from '../../../../server/intake/parse-command.ts';
import { attachmentOf, commandOn, commentCommand, ticketCommand } from '../../../fakes/server/agent.ts';

test('a command is parsed with its body', () => {
  const envelope = ticketCommand({ title: ' Printer ', unknown: true });
  expect(parseCommand(envelope)).toEqual({
    ok: true,
    value: {
      ...envelope,
      body: {
        ticketKind: 'incident',
        title: 'Printer',
        description: '',
        categoryId: null,
        answers: [],
        impact: null,
        urgency: null,
        onBehalfOf: null,
        contacts: [],
        facts: [],
        attachments: [],
      },
    },
  });
});

test('a comment with an invalid ticket key is invalid, not just empty', () => {
  expect(parseCommand(commentCommand('not-a-key', { body: '' }))).toMatchObject({
    ok: false,
    error: { code: 'command-invalid', details: { issues: [{ path: 'ticketId' }] } },
  });
});

test('a comment needs a text or a file', () => {
  const ticketId = ticketCommand().key;
  const attachments = [attachmentOf(Buffer.from('x'))];
  expect(parseCommand(commentCommand(ticketId, { body: ' ' }))).toMatchObject({
    error: { code: 'text-empty' },
  });
  expect(parseCommand(commentCommand(ticketId, { body: ' ', attachments }))).toMatchObject({
    ok: true,
    value: { body: { body: '' } },
  });
});

test.each([
  [
    'files that are too many',
    { attachments: Array(11).fill(attachmentOf(Buffer.from('x'))) },
    'attachments-too-many',
    { limit: 10 },
  ],
  [
    'files that are too large together',
    { attachments: Array(5).fill({ ...attachmentOf(Buffer.from('x')), size: 25 * 1024 * 1024 }) },
    'attachments-too-large',
    { limitMegabytes: 100 },
  ],
  ['an impact that nobody knows', { impact: 'world' }, 'command-invalid', { issues: [{ path: 'impact' }] }],
  [
    'twenty-one contacts',
    { contacts: Array(21).fill({ email: 'a@b.example', fullName: 'A' }) },
    'command-invalid',
    { issues: [{ path: 'contacts' }] },
  ],
])('a ticket with %s has its own error code', (_what, body, code, details) => {
  expect(parseCommand(ticketCommand(body))).toMatchObject({ ok: false, error: { code, details } });
});

test.each([
  ['act-on-ticket', { act: 'take' }, 'act'],
  ['rate-ticket', { score: 5, comment: '' }, 'score'],
  ['rate-ticket', { score: 0, comment: '' }, 'score'],
  ['join-ticket', { announcementId: 'x' }, 'announcementId'],
])('%s with %o is invalid', (kind, body, path) => {
  expect(parseCommand(commandOn(ticketCommand().key, kind, body))).toMatchObject({
    error: { code: 'command-invalid', details: { issues: [{ path }] } },
  });
});

test('the hash of a body depends on its values and its kind, not on the order of its fields', () => {
  const one = bodyHash('create-ticket', { title: 'T', list: [1, { a: 1, b: 2 }], none: null });
  expect(bodyHash('create-ticket', { none: null, list: [1, { b: 2, a: 1 }], title: 'T' })).toBe(one);
  expect(bodyHash('add-comment', { title: 'T', list: [1, { a: 1, b: 2 }], none: null })).not.toBe(one);
  expect(bodyHash('create-ticket', { title: 'T', list: [{ a: 1, b: 2 }, 1], none: null })).not.toBe(one);
});
