// What the simulation hears of its client processes.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { answerOf } from '../../load/client-messages.ts';

test('an answer that comes together with other messages is heard', async () => {
  const child = new EventEmitter();
  const counted = answerOf(child, 'counted');
  child.emit('message', { said: 'open', streams: 7 });
  child.emit('message', { said: 'counted', processorSeconds: 1 });
  expect(await counted).toMatchObject({ processorSeconds: 1 });
  expect(child.eventNames()).toEqual([]);
});

test('a process that fails or ends gives no answer', async () => {
  const child = new EventEmitter();
  const started = answerOf(child, 'started');
  child.emit('message', { said: 'failed', problem: 'Agent 7 could not enrol.' });
  await expect(started).rejects.toThrow('Agent 7 could not enrol.');
  const counted = answerOf(child, 'counted');
  child.emit('exit', 1);
  await expect(counted).rejects.toThrow('a client process has ended');
});
