// Statements that are sent together end together.
import { expect, test } from 'vitest';
import { allOf } from '../../../../server/storage/sent-together.ts';

const failing = (message: string, code: string) =>
  Promise.reject(Object.assign(new Error(message), { code }));

test('the results come in order', async () => {
  expect(await allOf([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
});

test('a failure is thrown once the others have ended', async () => {
  const slow = Promise.withResolvers<void>();
  let isThrown = false;
  const all = allOf([failing('first', '23505'), slow.promise]).catch((failure: Error) => {
    isThrown = true;
    return failure.message;
  });
  await Promise.resolve();
  expect(isThrown).toBe(false);
  slow.resolve();
  expect(await all).toBe('first');
});

test('what failed because the transaction had failed is not what is thrown', async () => {
  const all = allOf([failing('behind it', '25P02'), failing('the key is in use', '23505')]);
  await expect(all).rejects.toThrow('the key is in use');
});
