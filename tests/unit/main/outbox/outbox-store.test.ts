// Which commands are sent next.
import { expect, it } from 'vitest';
import { createOutboxStore } from '../../../../main/outbox/outbox-store.ts';
import { keyOf } from '../../../fakes/snapshots.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

it('a command that has left this computer says so, also after a start, and one that has not does not', () => {
  const { db, seal } = openStorage();
  const outbox = createOutboxStore({ db, seal });
  for (const number of [1, 2])
    outbox.append({
      key: keyOf(number),
      kind: 'act-on-ticket',
      submittedAt: '2026-01-31T09:45:00.000Z',
      body: { ticketId: keyOf(9), act: 'close' },
      files: [],
    });
  const flags = (store: typeof outbox) =>
    store.batch({ count: 9, bytes: 100_000 }, new Date()).map(({ again }) => again);
  outbox.leaving(outbox.batch({ count: 1, bytes: 100_000 }, new Date()));
  expect(flags(outbox)).toEqual([true, false]);
  expect(flags(createOutboxStore({ db, seal }))).toEqual([true, false]);
});

it('commands damaged on disk do not block later ones, and still count as waiting', () => {
  const { db, seal } = openStorage();
  const outbox = createOutboxStore({ db, seal });
  const act = (number: number) =>
    outbox.append({
      key: keyOf(number),
      kind: 'act-on-ticket',
      submittedAt: '2026-01-31T09:45:00.000Z',
      body: { ticketId: keyOf(9), act: 'close' },
      files: [],
    });
  for (const number of [1, 2, 3]) act(number);
  db.prepare('update outbox set sealed = zeroblob(5000) where key in (?, ?)').run(keyOf(1), keyOf(2));
  expect(outbox.batch({ count: 2, bytes: 1000 }, new Date()).map(({ command }) => command.key)).toEqual([
    keyOf(3),
  ]);
  expect(outbox.waiting()).toBe(3);
});
