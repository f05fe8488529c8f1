import { expect, test } from 'vitest';
import { type DeskSign, deskHeader, readDeskHeader } from '../../../contract/desk-mails.ts';

const TOLD = { does: 'tell', number: 'R-000012', status: 'pending', words: 'message', seq: 7 } as const;

test.each<[string, DeskSign]>([
  ['does=close', { does: 'close' }],
  ['does=tell; number=R-000012; status=pending; words=message; seq=7', TOLD],
])('%s is written as it is read', (value, sign) => {
  expect(deskHeader(sign)).toBe(value);
  expect(readDeskHeader(value)).toEqual(sign);
});

test('spaces are as a mail server may fold them', () => {
  const folded = 'does=tell;number=R-000012;\t status=pending;  words=message; seq=7';
  expect(readDeskHeader(folded)).toEqual(TOLD);
});

test.each([
  '',
  'does=approve',
  'does=tell',
  'does=tell; number=R 12; status=pending; words=message; seq=7',
  'does=tell; number=R-12; status=gone; words=message; seq=7',
  'does=tell; number=R-12; status=pending; words=message; seq=-1',
  'does=tell; number=R-12; status=pending; words=message; seq=1e99',
  `does=close; ${'x'.repeat(300)}`,
])('%j says nothing', (value) => expect(readDeskHeader(value)).toBeNull());
