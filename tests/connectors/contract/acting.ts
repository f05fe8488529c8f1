// Acts: each declared act changes the status exactly once, and an overtaken act is no failure.

import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { type RequesterAct, statusAfter } from '../../../contract/ticket.ts';
import { actOf } from './stage.ts';
import { type Contract, MISHAPS, type Need } from './suite.ts';

const FROM: Record<RequesterAct, TicketStatus> = {
  close: 'resolved',
  reopen: 'resolved',
  approve: 'waiting_for_approval',
  reject: 'waiting_for_approval',
};

const SOLUTION = 'The other desk changed the "fuser" & cleaned the tray.';

export function actingContract(contract: Contract): void {
  for (const act of ['close', 'reopen', 'approve', 'reject'] as const) actContract(contract, act);
  overtakenContract(contract);
  resolveContract(contract);
}

function actContract({ test }: Contract, act: RequesterAct): void {
  const from = FROM[act];
  const needs: Need[] = from === 'resolved' ? [act, 'moves'] : [act, 'moves', 'approvals'];

  test(`${act} leads to the status that the backend reports`, needs, async (stage) => {
    const ref = await stage.createIn(from);
    const found = await stage.send(actOf(stage, ref, act));
    const { status } = await stage.harness.ticket(ref);
    expect([status, null]).toContain(found.status);
    expect(status).not.toBe(from);
    if (act === 'close' || act === 'reject') expect(status).toBe(statusAfter(act, from));
  });

  for (const [mishap, what] of MISHAPS) {
    test(`${act} ${what} takes place once`, [...needs, mishap], async (stage) => {
      const ref = await stage.createIn(from);
      const before = (await stage.harness.ticket(ref)).comments.length;
      await stage.sendThrough(mishap, actOf(stage, ref, act));
      const { status, comments } = await stage.harness.ticket(ref);
      expect(status).not.toBe(from);
      expect(comments.length - before).toBeLessThanOrEqual(1);
    });
  }
}

function overtakenContract({ test }: Contract): void {
  for (const act of ['close', 'reopen'] as const)
    test(
      `${act} of a ticket that was closed meanwhile is overtaken, and no failure`,
      [act, 'moves'],
      async (stage) => {
        const ref = await stage.createIn('closed');
        const found = await stage.send(actOf(stage, ref, act));
        expect(['closed', null]).toContain(found.status);
        expect((await stage.harness.ticket(ref)).status).toBe('closed');
      },
    );

  for (const act of ['approve', 'reject'] as const)
    test(
      `${act} of a ticket that was rejected meanwhile is overtaken, and no failure`,
      [act, 'moves', 'approvals'],
      async (stage) => {
        const ref = await stage.createIn('rejected');
        await stage.send(actOf(stage, ref, act));
        expect((await stage.harness.ticket(ref)).status).toBe('rejected');
      },
    );
}

function resolveContract({ test }: Contract): void {
  for (const mishap of [null, 'lost', 'broken'] as const) {
    const name = `a resolution of another desk resolves the ticket, with its solution${mishap ? `, ${mishap} at first` : ''}`;
    test(name, mishap ? ['resolve', 'moves', mishap] : ['resolve', 'moves'], async (stage) => {
      const ref = await stage.createIn('assigned');
      const canRead = stage.connector.capabilities.changes;
      const cursor = canRead ? (await stage.read(null)).cursor : null;
      const content = {
        key: uuid(),
        ticketRef: ref,
        by: null,
        byStaff: false,
        act: 'resolve',
        solution: SOLUTION,
      } as const;
      if (mishap) await stage.sendThrough(mishap, { operation: 'transition', content });
      else await stage.send({ operation: 'transition', content });
      expect((await stage.harness.ticket(ref)).status).toBe('resolved');
      if (!canRead) return;
      const change = (await stage.read(cursor)).tickets.get(ref);
      expect(change?.status).toBe('resolved');
      expect(change?.solution).toContain(SOLUTION);
    });
  }

  test('a resolution of another desk leaves a closed ticket closed', ['resolve', 'moves'], async (stage) => {
    const ref = await stage.createIn('closed');
    const content = {
      key: uuid(),
      ticketRef: ref,
      by: null,
      byStaff: false,
      act: 'resolve',
      solution: SOLUTION,
    } as const;
    await stage.send({ operation: 'transition', content });
    expect((await stage.harness.ticket(ref)).status).toBe('closed');
  });
}
