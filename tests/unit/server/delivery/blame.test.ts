import { expect, test } from 'vitest';
import type { Failure } from '../../../../server/connectors/connector.ts';
import { createBlame } from '../../../../server/delivery/blame.ts';

const one = { id: 'one', backendId: 'iTop' };
const other = { id: 'other', backendId: 'iTop' };
const AWAY: Failure = { kind: 'unreachable', reason: { en: 'away', fr: 'absent' }, isOver: true };
const CRASH: Failure = { ...AWAY, answers: true };

test('while nothing passes, a failure is the fault of the backend', () => {
  const blame = createBlame();
  expect([
    blame.failed(one, AWAY),
    blame.failed(other, AWAY),
    blame.failed(one, AWAY),
    blame.failed(other, AWAY),
  ]).toEqual([0, 0, 0, 0]);
});

test('what fails again after others have passed is at fault itself', () => {
  const blame = createBlame();
  blame.failed(one, AWAY);
  blame.passed(other);
  expect(blame.failed(one, AWAY)).toBe(1);
  expect(blame.failed(one, AWAY)).toBe(1);
  blame.passed(other);
  blame.passed(other);
  expect(blame.failed(one, AWAY)).toBe(2);
});

test('what passes in another backend, or passed before the first failure, proves nothing', () => {
  const blame = createBlame();
  blame.passed(other);
  blame.failed(one, AWAY);
  blame.passed({ id: 'elsewhere', backendId: 'Atera' });
  expect(blame.failed(one, AWAY)).toBe(0);
});

test('once it has passed, or was given up, the count begins anew', () => {
  const blame = createBlame();
  for (const end of [blame.passed, blame.forget]) {
    blame.failed(one, AWAY);
    blame.passed(other);
    expect(blame.failed(one, AWAY)).toBe(1);
    end(one);
    blame.passed(other);
    expect(blame.failed(one, AWAY)).toBe(0);
    end(one);
  }
});

test('alone is what failed again after others had passed, while its backend answers', () => {
  const blame = createBlame();
  blame.failed(one, CRASH);
  expect(blame.alone('iTop')).toEqual([]);
  blame.passed(other);
  blame.failed(one, CRASH);
  expect([blame.alone('iTop'), blame.alone('Atera')]).toEqual([['one'], []]);
  blame.failed(one, AWAY);
  expect(blame.alone('iTop')).toEqual([]);
});
