import { expect, test } from 'vitest';
import { createReplyKeys } from '../../../../server/mail/reply-key.ts';

const TICKET = '0190b1c2-7d3e-7abc-8def-0123456789ab';
const OTHER = '0190b1c2-7d3e-7abc-8def-0123456789ac';
const keys = createReplyKeys(Buffer.alloc(32, 1));

test('a key is found in an address and in a Message-ID, also where a mail program changed its case', () => {
  const key = keys.keyOf(TICKET);
  expect(key).toMatch(/^[a-z0-9]{54}$/);
  for (const text of [`desk+${key}@help.example`, `<${key}.received@help.example>`, key.toUpperCase()])
    expect(keys.ticketsIn(text)).toEqual([TICKET]);
});

test('several keys are each found once', () => {
  const text = `<${keys.keyOf(TICKET)}.a@h> <${keys.keyOf(OTHER)}.b@h> <${keys.keyOf(TICKET)}.c@h>`;
  expect(keys.ticketsIn(text)).toEqual([TICKET, OTHER]);
});

test('a key that is changed, cut off, or of another server leads to no ticket', () => {
  const key = keys.keyOf(TICKET);
  const ofAnother = createReplyKeys(Buffer.alloc(32, 2)).keyOf(TICKET);
  const changed = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (const text of ['', 'desk@help.example', ofAnother, changed, key.slice(0, -1), `${key}0`])
    expect({ text, found: keys.ticketsIn(text) }).toEqual({ text, found: [] });
});

test('keys of two tickets differ, and that of one is always the same', () => {
  expect(keys.keyOf(TICKET)).toBe(createReplyKeys(Buffer.alloc(32, 1)).keyOf(TICKET));
  expect(keys.keyOf(TICKET)).not.toBe(keys.keyOf(OTHER));
});
