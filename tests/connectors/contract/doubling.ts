// What a backend carried out twice, because it was slow: one of the two is ended, or read as one.
import { expect } from 'vitest';
import type { DoubleQuestion } from '../../../server/connectors/connector.ts';
import { newAttachment, newComment, newTicket } from '../content.ts';
import { call, type Job, valueIn } from '../deliver.ts';
import type { Stage } from './stage.ts';
import type { Contract } from './suite.ts';

/** The second attempt asks for nothing first, as one that was under way when the first had been given up. */
async function sendTwice(stage: Stage, job: Job): Promise<string> {
  const { ref } = valueIn(await call(stage.connector, job));
  valueIn(await call(stage.connector, job));
  return ref;
}

async function endDoubles(stage: Stage, question: Omit<DoubleQuestion, 'since' | 'number'>) {
  const since = new Date(Date.now() - 60_000).toISOString();
  return valueIn((await stage.connector.endDoubles?.({ ...question, since, number: null })) ?? NOTHING);
}
const NOTHING = { ok: true, value: { ended: [], left: [] } } as const;

export function doublingContract({ test }: Contract): void {
  test('of a ticket that was created twice, the other one is closed', ['doubles'], async (stage) => {
    const content = newTicket(stage.harness);
    const kept = await sendTwice(stage, { operation: 'create-ticket', content });
    const { ref: another } = await stage.create();
    const { key } = content;
    const question = { key, operation: 'create-ticket', fileName: null, ref: kept, ticketRef: kept } as const;
    const before = await stage.titled(content.title);
    expect(before).toHaveLength(2);
    const number = before.find(({ ref }) => ref !== kept)?.number;
    expect(await endDoubles(stage, question)).toEqual({ ended: [number], left: [] });
    for (const { ref, status } of await stage.titled(content.title))
      expect(status === 'closed', ref).toBe(ref !== kept);
    expect((await stage.harness.ticket(another)).status).not.toBe('closed');
    // asked again, as after a kill
    expect(await endDoubles(stage, question)).toEqual({ ended: [], left: [] });
  });

  test('of a file that was written twice, one is left', ['doubles', 'uploads'], async (stage) => {
    const { ref: ticketRef } = await stage.create();
    const content = newAttachment(ticketRef, 'screenshot.png', Buffer.from('a picture'));
    await sendTwice(stage, { operation: 'add-attachment', content });
    const { key, name: fileName } = content;
    const question = { key, operation: 'add-attachment', fileName, ref: key, ticketRef } as const;
    expect(await endDoubles(stage, question)).toEqual({ ended: [fileName], left: [] });
    expect((await stage.harness.ticket(ticketRef)).attachments.map(({ name }) => name)).toEqual([fileName]);
    expect(await endDoubles(stage, question)).toEqual({ ended: [], left: [] });
  });

  test('a message that was written twice is read once', ['doubles', 'comments', 'changes'], async (stage) => {
    const { cursor } = await stage.read(null);
    const { ref } = await stage.create();
    const content = newComment(ref, stage.harness.known, 'The light is on.');
    await sendTwice(stage, { operation: 'add-comment', content });
    const { tickets } = await stage.read(cursor);
    expect(tickets.get(ref)?.comments.map(({ body, key }) => [body, key])).toEqual([
      ['The light is on.', content.key],
    ]);
  });
}
