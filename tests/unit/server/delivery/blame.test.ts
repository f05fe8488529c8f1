import { expect, test } from 'vitest';
import { createBlame } from '../../../../server/delivery/blame.ts';

const one = { id: 'one', backendId: 'iTop' };
const other = { id: 'other', backendId: 'iTop' };

test('while nothing passes, a failure is the fault of the backend', () => {
  const blame = createBlame();
  expect([blame.failed(one), blame.failed(other), blame.failed(one), blame.failed(other)]).toEqual([
    0, 0, 0, 0,
  ]);
});

test('what fails again after others have passed is at fault itself', () => {
  const blame = createBlame();
  blame.failed(one);
  blame.passed(other);
  expect(blame.failed(one)).toBe(1);
  expect(blame.failed(one)).toBe(1);
  blame.passed(other);
  blame.passed(other);
  expect(blame.failed(one)).toBe(2);
});

test('what passes in another backend, or passed before the first failure, proves nothing', () => {
  const blame = createBlame();
  blame.passed(other);
  blame.failed(one);
  blame.passed({ id: 'elsewhere', backendId: 'Atera' });
  expect(blame.failed(one)).toBe(0);
});

test('once it has passed, or was given up, the count begins anew', () => {
  const blame = createBlame();
  for (const end of [blame.passed, blame.forget]) {
    blame.failed(one);
    blame.passed(other);
    expect(blame.failed(one)).toBe(1);
    end(one);
    blame.passed(other);
    expect(blame.failed(one)).toBe(0);
    end(one);
  }
});
