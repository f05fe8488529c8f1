// A backend with another clock or time zone: nothing is lost or created twice.
import { afterEach, expect, vi } from 'vitest';
import { newAttachment, newComment, newTicket } from '../content.ts';
import { isReported } from './reading.ts';
import type { Stage } from './stage.ts';
import type { Contract } from './suite.ts';

const HOUR = 3_600_000;
const CLOCKS: [string, number, string][] = [
  ['three hours ahead, in Toronto', 3 * HOUR, 'America/Toronto'],
  ['three hours behind, in UTC', -3 * HOUR, 'UTC'],
  ['right, in Kathmandu', 0, 'Asia/Kathmandu'],
];

export function clockContract(contract: Contract): void {
  for (const [where, skew, zone] of CLOCKS) skewContract(contract, where, skew, zone);
  savingContract(contract);
}

function skewContract({ test }: Contract, where: string, skew: number, zone: string): void {
  const setClock = (stage: Stage) => stage.harness.setClock?.(skew, zone);

  test(`no reply is lost when its clock is ${where}`, ['clock', 'changes', 'replies'], async (stage) => {
    setClock(stage);
    const { ref } = await stage.create();
    let { cursor } = await stage.read(null);
    for (const body of ['first', 'second', 'third']) {
      await stage.harness.replies(ref, 'A technician', body);
      expect(await isReported(stage, cursor, ref, body), body).toBe(true);
      cursor = (await stage.read(cursor)).cursor;
    }
  });

  test(`nothing is created twice when its clock is ${where}`, ['clock', 'lost'], async (stage) => {
    setClock(stage);
    const ticket = newTicket(stage.harness);
    const { ref } = await stage.sendThrough('lost', { operation: 'create-ticket', content: ticket });
    expect(await stage.titled(ticket.title)).toHaveLength(1);
    if (stage.connector.capabilities.comments) {
      const content = newComment(ref, stage.harness.known, 'What time is it?');
      await stage.sendThrough('lost', { operation: 'add-comment', content });
      const { comments } = await stage.harness.ticket(ref);
      expect(comments.filter(({ body }) => body.includes(content.body))).toHaveLength(1);
    }
    if (stage.connector.capabilities.attachments === 'upload') {
      const content = newAttachment(ref, 'clock.png', Buffer.from('a picture of a clock'));
      await stage.sendThrough('lost', { operation: 'add-attachment', content });
      expect((await stage.harness.ticket(ref)).attachments).toHaveLength(1);
    }
  });
}

/** Instants in UTC around the changes of Toronto's clock: back (05:00 to 07:00 UTC is 1:00 to 2:00 twice) and forward. */
const NIGHTS: [string, string[]][] = [
  ['back', ['2026-11-01T05:50:00Z', '2026-11-01T06:10:00Z', '2026-11-01T06:55:00Z', '2026-11-01T07:05:00Z']],
  ['forward', ['2027-03-14T06:50:00Z', '2027-03-14T07:10:00Z', '2027-03-14T08:05:00Z']],
];

function savingContract({ test }: Contract): void {
  // only Date is faked: network calls need real timers
  const setNow = (instant: string) => {
    if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(instant);
  };
  afterEach(() => {
    vi.useRealTimers();
  });

  for (const [direction, instants] of NIGHTS) {
    test(
      `no reply is lost in the night when its clock goes ${direction}`,
      ['clock', 'changes', 'replies'],
      async (stage) => {
        stage.harness.setClock?.(0, 'America/Toronto');
        setNow(instants[0] ?? '');
        const { ref } = await stage.create();
        let { cursor } = await stage.read(null);
        for (const instant of instants) {
          setNow(instant);
          await stage.harness.replies(ref, 'A technician', `It is ${instant}.`);
          expect(await isReported(stage, cursor, ref, instant), instant).toBe(true);
          cursor = (await stage.read(cursor)).cursor;
        }
      },
    );

    test(
      `nothing is created twice in the night when its clock goes ${direction}`,
      ['clock', 'lost'],
      async (stage) => {
        stage.harness.setClock?.(0, 'America/Toronto');
        for (const instant of instants) {
          setNow(instant);
          const content = newTicket(stage.harness);
          await stage.sendThrough('lost', { operation: 'create-ticket', content });
          expect(await stage.titled(content.title), instant).toHaveLength(1);
        }
      },
    );
  }
}
