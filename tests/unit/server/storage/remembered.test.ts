// What administrators set is read once for each revision.
import { expect, test } from 'vitest';
import { rememberByRevision } from '../../../../server/storage/remembered.ts';

function remembered() {
  const reads: string[] = [];
  let failing = false;
  const read = rememberByRevision(async (key) => {
    reads.push(key);
    if (failing) throw new Error('the database is away');
    return `${key} ${reads.length}`;
  });
  const setFailing = (fails: boolean) => {
    failing = fails;
  };
  return { read, reads, setFailing };
}

test('a value is read once for each key and revision, also by callers at the same time', async () => {
  const { read, reads } = remembered();
  expect(await Promise.all([read(1, 'a'), read(1, 'a'), read(1, 'b')])).toEqual(['a 1', 'a 1', 'b 2']);
  expect(await read(2, 'a')).toBe('a 3');
  expect(reads).toEqual(['a', 'b', 'a']);
});

test('a caller that read an older revision gets the newer value, and does not bring the older one back', async () => {
  const { read, reads } = remembered();
  await read(2, 'a');
  expect(await read(1, 'a')).toBe('a 1');
  expect(await read(2, 'a')).toBe('a 1');
  expect(reads).toHaveLength(1);
});

test('a failure is not kept', async () => {
  const { read, setFailing } = remembered();
  setFailing(true);
  await expect(read(1, 'a')).rejects.toThrow('the database is away');
  setFailing(false);
  expect(await read(1, 'a')).toBe('a 2');
});
