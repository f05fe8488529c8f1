// Missing capabilities are declared, and operations that need them are refused. Prints the tests that were not run.

import { v7 as uuid } from 'uuid';
import { expect, test as plainTest } from 'vitest';
import { MoveElsewhere } from '../../../contract/elsewhere.ts';
import { newAct, newAttachment, newComment, newContact } from '../content.ts';
import { call, type Job } from '../deliver.ts';
import { staffAct } from './staffing.ts';
import type { Stage } from './stage.ts';
import type { Contract } from './suite.ts';

/** @param notRun titles of tests that were not run, by reason */
export function declaringContract(
  { test, capabilities }: Contract,
  notRun: ReadonlyMap<string, readonly string[]>,
): void {
  test('operations without a declared capability are refused and change nothing', [], async (stage) => {
    const { ref } = await stage.create();
    const before = await stage.harness.ticket(ref);
    for (const job of undoable(stage, ref)) {
      const answer = await call(stage.connector, job);
      expect(answer.ok ? `${job.operation} succeeded` : answer.failure.kind).toBe('refused');
    }
    expect(await stage.harness.ticket(ref)).toEqual(before);
  });

  plainTest('says what it cannot do, and which tests that leaves out', () => {
    for (const [reason, titles] of notRun)
      console.info(`not run: ${titles.length}, such as "${titles[0]}": ${reason}`);
    const isWhole = Object.values(capabilities).every((value) => value !== false && value !== 'none');
    if (!isWhole) expect(notRun.size).toBeGreaterThan(0);
  });
}

function undoable(stage: Stage, ticketRef: string): Job[] {
  const { harness, connector } = stage;
  const { known, unknown } = harness;
  const { comments, attachments, acts, resolve, staff, rating, contacts } = connector.capabilities;
  const isOfOthers = (act: string) => (act === 'resolve' ? resolve : acts.some((one) => one === act));
  const jobs: Job[] = [];
  if (!comments)
    jobs.push({ operation: 'add-comment', content: newComment(ticketRef, known, 'Nobody reads this.') });
  if (attachments === 'none')
    jobs.push({ operation: 'add-attachment', content: newAttachment(ticketRef, 'a.txt', Buffer.from('a')) });
  if (!contacts) jobs.push({ operation: 'add-contact', content: newContact(ticketRef, unknown) });
  if (!rating) jobs.push({ operation: 'rate', content: { key: uuid(), ticketRef, score: 4, comment: '' } });
  if (!resolve) {
    const content = {
      key: uuid(),
      ticketRef,
      by: null,
      byStaff: false,
      act: 'resolve',
      solution: 'Nobody reads this.',
    } as const;
    jobs.push({ operation: 'transition', content });
  }
  for (const act of MoveElsewhere.options)
    if (!staff[act] && !isOfOthers(act)) jobs.push(staffAct(stage, ticketRef, act));
  if (!staff.note)
    jobs.push({
      operation: 'add-comment',
      content: { ...newComment(ticketRef, known, 'Nobody reads this.'), internal: true },
    });
  for (const act of ['close', 'reopen', 'approve', 'reject'] as const)
    if (!acts.includes(act)) jobs.push({ operation: 'transition', content: newAct(ticketRef, known, act) });
  return jobs;
}
