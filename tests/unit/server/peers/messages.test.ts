import { expect, test } from 'vitest';
import { inMessages, type PeerMessage, pack, unpack } from '../../../../server/peers/messages.ts';

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`);

test('messages come out as they went in, in their order, in payloads that PostgreSQL takes', () => {
  const messages: PeerMessage[] = [
    { kind: 'console', list: 'tickets', organisationId: null },
    ...inMessages(ids(5000)).map((agents): PeerMessage => ({ kind: 'sync', agents })),
    { kind: 'end-session', tokenHash: null },
    { kind: 'sign-in', act: { by: 'address', key: `é${'x'.repeat(300)}`, what: 'admitted' } },
    { kind: 'failed', question: 'q', failure: { by: 'address', key: 'é'.repeat(500), count: 7, ago: 5000 } },
    { kind: 'used', charges: [{ rate: 'ticketsOfAgent', key: 'agent', amount: 3 }] },
  ];
  const payloads = pack(1, messages);
  expect(payloads.flatMap((payload) => unpack(payload, 2)?.messages)).toEqual(messages);
  expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8000);
  expect(payloads.length).toBeLessThan(40);
});

test('a server does not hear itself', () => {
  expect(pack(7, [{ kind: 'missed' }]).map((payload) => unpack(payload, 7))).toEqual([null]);
});

test.each([
  '',
  'not JSON',
  '{}',
  '{"from":1,"said":7}',
  '{"from":1,"said":[{"kind":"something of a later version"}]}',
  '{"from":1,"said":[{"kind":"sync","agents":[1]}]}',
  '{"from":1,"said":[{"kind":"used","charges":[{"rate":"no such rate","key":"","amount":1}]}]}',
  '{"from":1,"said":[{"kind":"sign-in","act":{"by":"__proto__","key":"","what":"admitted"}}]}',
])('what is no message is ignored: %s', (payload) => expect(unpack(payload, 2)?.messages ?? []).toEqual([]));

test('one message that is not understood does not hide the others', () => {
  const payload = '{"from":1,"said":[{"kind":"later"},{"kind":"deliver","revision":3}]}';
  expect(unpack(payload, 2)).toEqual({ from: 1, messages: [{ kind: 'deliver', revision: 3 }] });
});
