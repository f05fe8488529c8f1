// Reasons for staff, stored in both languages.
import { expect, test } from 'vitest';
import { readReason, writeReason } from '../../../../server/storage/reasons.ts';

test('a reason is read back in both languages', () => {
  const reason = { en: 'iTop asks to "wait".', fr: 'iTop demande d’«\u00a0attendre\u00a0».' };
  expect(readReason(writeReason(reason))).toEqual(reason);
});
