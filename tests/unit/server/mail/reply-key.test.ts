import { expect, test } from 'vitest';
import { hasRoomForKey, KEY_LENGTH, withKey } from '../../../../contract/keyed-address.ts';
import { createReplyKeys } from '../../../../server/mail/reply-key.ts';

const TICKET = '0190b1c2-7d3e-7abc-8def-0123456789ab';
const OTHER = '0190b1c2-7d3e-7abc-8def-0123456789ac';
const keys = createReplyKeys(Buffer.alloc(32, 1));

test('a key is found in an address and in a Message-ID, also where a mail program changed its case', () => {
  const key = keys.keyOf(TICKET);
  expect(key).toMatch(/^[a-z0-9]{54}$/);
  expect(keys.ticketsOfAddress(`desk+${key}@help.example`)).toEqual([TICKET]);
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

test('the key of an address leaves room for 37 characters before it, and is found whatever its case', () => {
  const key = keys.addressKeyOf(TICKET);
  expect(key).toMatch(/^g[a-z0-9]{25}$/);
  expect(key).toHaveLength(KEY_LENGTH);
  const longest = `${'a'.repeat(37)}@help.example`;
  const address = withKey(longest, key);
  expect(address.indexOf('@')).toBe(64);
  for (const text of [address, address.toUpperCase()]) expect(keys.ticketsOfAddress(text)).toEqual([TICKET]);
  expect(hasRoomForKey(longest)).toBe(true);
  expect(hasRoomForKey(`a${longest}`)).toBe(false);
  expect(hasRoomForKey(`help@${'a.'.repeat(115)}example`)).toBe(false);
});

test.each(['00000000-0000-7000-8000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff'])(
  'the id %s comes back',
  (id) => {
    expect(keys.ticketsOfAddress(`desk+${keys.addressKeyOf(id)}@help.example`)).toEqual([id]);
  },
);

test('the key of an address that is changed, or of another server, stands for no ticket that is near', () => {
  const key = keys.addressKeyOf(TICKET);
  const ofAnother = createReplyKeys(Buffer.alloc(32, 2)).addressKeyOf(TICKET);
  const changed = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (const text of [ofAnother, changed]) {
    const [found = ''] = keys.ticketsOfAddress(`desk+${text}@help.example`);
    expect(found.slice(0, 8)).not.toBe(TICKET.slice(0, 8));
  }
  // more than 128 bits, cut off, and in no address
  for (const text of [`desk+g${'z'.repeat(25)}@h`, `desk+${key.slice(0, -1)}@h`, key])
    expect(keys.ticketsOfAddress(text)).toEqual([]);
});
