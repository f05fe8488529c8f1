// How long, and how much, sent commands are kept.
import { expect, it } from 'vitest';
import { createOutboxStore } from '../../../../main/outbox/outbox-store.ts';
import { createSentStore } from '../../../../main/outbox/sent-store.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { keyOf } from '../../../fakes/snapshots.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();
const DAY = 24 * 3_600_000;

function open(maxFileBytes?: number) {
  const { db, seal } = openStorage();
  const clock = manualClock();
  const outbox = createOutboxStore({ db, seal });
  const released: string[] = [];
  const attachments = { release: (key: string) => void released.push(key) };
  const limits = maxFileBytes === undefined ? {} : { maxFileBytes };
  const sent = createSentStore({ db, seal, attachments, clock, ...limits });
  function submit(number: number, size = 1): void {
    const file = { sha256: 'a'.repeat(64), name: 'a.txt', mediaType: 'text/plain', size };
    const stored = { id: keyOf(number), kind: 'file', included: true, width: null, height: null } as const;
    outbox.append({
      key: keyOf(number),
      kind: 'add-comment',
      submittedAt: clock.now().toISOString(),
      body: { ticketId: keyOf(9), body: `message ${number}`, attachments: [file] },
      files: [{ ...file, ...stored }],
    });
  }
  const keep = (number: number) => {
    for (const { command } of outbox.ofTicket(keyOf(9)))
      if (command.key === keyOf(number)) sent.keep(command);
  };
  const due = () =>
    outbox
      .batch({ count: 20, bytes: 100_000 }, clock.now())
      .map(({ command, again }) => [command.key, again] as const);
  return { clock, outbox, sent, released, submit, keep, due };
}

it('a kept command is no longer in the outbox, and comes back before later ones', () => {
  const { outbox, sent, submit, keep, due, released } = open();
  for (const number of [1, 2, 3]) submit(number);
  keep(1);
  keep(2);
  expect(outbox.waiting()).toBe(1);
  expect(released).toEqual([]);
  sent.sendAgain(({ key }) => key === keyOf(2));
  expect(due()).toEqual([
    [keyOf(1), true],
    [keyOf(3), false],
  ]);
});

it('a command that was accepted and whose effect was not seen waits again', () => {
  const { outbox, sent, submit, due } = open();
  submit(1);
  outbox.accept(keyOf(1));
  expect(due()).toEqual([]);
  sent.requeueAccepted();
  expect(due()).toEqual([[keyOf(1), true]]);
});

it('after 30 days a command is forgotten with its files', () => {
  const { clock, sent, submit, keep, due, released } = open();
  submit(1);
  keep(1);
  clock.advance(20 * DAY);
  submit(2);
  keep(2);
  clock.advance(11 * DAY);
  sent.prune();
  expect(released).toEqual([keyOf(1)]);
  sent.sendAgain(() => false);
  expect(due()).toEqual([[keyOf(2), true]]);
});

it('the oldest lose their files beyond the limit, and keep their text', () => {
  const { sent, submit, keep, due, released } = open(10);
  for (const number of [1, 2, 3]) {
    submit(number, 4);
    keep(number);
  }
  sent.prune();
  expect(released).toEqual([keyOf(1)]);
  sent.sendAgain(() => false);
  expect(due().map(([key]) => key)).toEqual([keyOf(1), keyOf(2), keyOf(3)]);
});

it('nothing is kept of a former requester', () => {
  const { sent, submit, keep, due, released } = open();
  submit(1);
  keep(1);
  sent.removeAll();
  sent.sendAgain(() => false);
  expect([due(), released]).toEqual([[], [keyOf(1)]]);
});
