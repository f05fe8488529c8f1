// Failures have the right kind, on which the worker decides to wait, retry or give up, and end when their cause ends.

import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { newComment, newTicket } from '../content.ts';
import { deliveryOf, type Job } from '../deliver.ts';
import { actOf } from './stage.ts';
import type { Contract } from './suite.ts';

export function failingContract(contract: Contract): void {
  limitContract(contract);
  downContract(contract);
  goneContract(contract);
}

function limitContract({ test }: Contract): void {
  test(
    'a rate limit is reported with its wait, and the retry after it succeeds',
    ['limited'],
    async (stage) => {
      const job: Job = { operation: 'create-ticket', content: newTicket(stage.harness) };
      stage.harness.spoilNext('limited', 'create-ticket');
      const failure = await stage.fail(job);
      if (failure.kind !== 'limited') throw new Error(`it is ${failure.kind}: ${failure.reason.en}`);
      expect(failure.retryAfter).toBeGreaterThan(0);
      await stage.send(job);
      expect(await stage.titled(job.content.title)).toHaveLength(1);
    },
  );
}

function downContract({ test }: Contract): void {
  test(
    'a ticket that was retried during a long outage is created once the backend is back',
    ['down'],
    async (stage) => {
      const content = newTicket(stage.harness);
      const delivery = deliveryOf(stage.connector, { operation: 'create-ticket', content });
      stage.harness.goDown(true);
      for (let attempt = 0; attempt < 12; attempt += 1) {
        const answer = await delivery.attempt();
        expect(answer.ok ? 'it succeeded' : answer.failure.kind).toBe('unreachable');
      }
      stage.harness.goDown(false);
      expect((await delivery.attempt()).ok).toBe(true);
      expect(await stage.titled(content.title)).toHaveLength(1);
    },
  );

  test(
    'a comment whose answer was lost just before an outage is stored exactly once',
    ['comments', 'down', 'lost'],
    async (stage) => {
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, 'It is down again.');
      const delivery = deliveryOf(stage.connector, { operation: 'add-comment', content });
      stage.harness.spoilNext('lost', 'add-comment');
      await delivery.attempt();
      stage.harness.goDown(true);
      expect((await delivery.attempt()).ok).toBe(false);
      stage.harness.goDown(false);
      expect((await delivery.attempt()).ok).toBe(true);
      const { comments } = await stage.harness.ticket(ref);
      expect(comments.filter(({ body }) => body.includes(content.body))).toHaveLength(1);
    },
  );

  test('changes made before an outage are read after it', ['down', 'changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    await stage.harness.replies(ref, 'A technician', 'Said just before.');
    stage.harness.goDown(true);
    const answer = await stage.connector.changesSince(cursor);
    expect(answer.ok ? 'it was read' : answer.failure.kind).toBe('unreachable');
    stage.harness.goDown(false);
    const { tickets } = await stage.read(cursor);
    const bodies = tickets.get(ref)?.comments.map(({ body }) => body) ?? [];
    expect(bodies.some((body) => body.includes('Said just before.'))).toBe(true);
  });

  test('the check reports a backend that is down', ['down'], async (stage) => {
    stage.harness.goDown(true);
    const checks = await stage.connector.check();
    expect(checks.find(({ problem }) => problem !== null)?.name).toBe('reachable');
  });
}

function goneContract({ test }: Contract): void {
  test('a comment on a deleted ticket fails with gone', ['comments', 'deletes'], async (stage) => {
    const { ref } = await stage.create();
    await stage.harness.deletes(ref);
    const content = newComment(ref, stage.harness.known, 'Is anybody there?');
    expect((await stage.fail({ operation: 'add-comment', content })).kind).toBe('gone');
  });

  test('an act on a deleted ticket fails with gone', ['close', 'deletes'], async (stage) => {
    const { ref } = await stage.create();
    await stage.harness.deletes(ref);
    expect((await stage.fail(actOf(stage, ref, 'close'))).kind).toBe('gone');
  });

  test('a rating of a deleted ticket fails with gone', ['rating', 'deletes'], async (stage) => {
    const { ref } = await stage.create();
    await stage.harness.deletes(ref);
    const content = { key: uuid(), ticketRef: ref, score: 1, comment: '' };
    expect((await stage.fail({ operation: 'rate', content })).kind).toBe('gone');
  });

  test(
    'a deleted ticket does not prevent the reading of others',
    ['changes', 'replies', 'deletes'],
    async (stage) => {
      const deleted = await stage.create();
      const other = await stage.create();
      const { cursor } = await stage.read(null);
      await stage.harness.replies(deleted.ref, 'A technician', 'A duplicate.');
      await stage.harness.deletes(deleted.ref);
      await stage.harness.replies(other.ref, 'A technician', 'This one stays.');
      expect([...(await stage.read(cursor)).tickets.keys()]).toContain(other.ref);
    },
  );
}
