import { expect, test } from 'vitest';
import { bodyHash } from '../../../server/intake/body-hash.ts';
import { parseCommand } from '../../../server/intake/parse-command.ts';
import { commentCommand, ticketCommand } from '../../fakes/server/agent.ts';

test('a command comes out of its envelope with its body parsed', () => {
  const envelope = ticketCommand({ title: ' Printer ', unknown: true });
  expect(parseCommand(envelope)).toEqual({
    ok: true,
    value: {
      ...envelope,
      body: { ticketKind: 'incident', title: 'Printer', description: '', attachments: [] },
    },
  });
});

test('a comment for something that is not a ticket key is invalid, not merely empty', () => {
  expect(parseCommand(commentCommand('not-a-key', { body: '' }))).toMatchObject({
    ok: false,
    error: { code: 'command-invalid', details: { issues: [{ path: 'ticketId' }, { path: 'body' }] } },
  });
});

test('the hash of a body depends on its values and its kind, not on the order of its fields', () => {
  const one = bodyHash('create-ticket', { title: 'T', list: [1, { a: 1, b: 2 }], none: null });
  expect(bodyHash('create-ticket', { none: null, list: [1, { b: 2, a: 1 }], title: 'T' })).toBe(one);
  expect(bodyHash('add-comment', { title: 'T', list: [1, { a: 1, b: 2 }], none: null })).not.toBe(one);
  expect(bodyHash('create-ticket', { title: 'T', list: [{ a: 1, b: 2 }, 1], none: null })).not.toBe(one);
});
