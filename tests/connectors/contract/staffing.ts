// Acts of staff here: each declared one is done there once and named, what the status forbids is refused, and notes stay internal.

import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { MoveElsewhere } from '../../../contract/elsewhere.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { Transition } from '../../../server/connectors/connector.ts';
import { newComment } from '../content.ts';
import type { Job } from '../deliver.ts';
import type { Stage } from './stage.ts';
import { type Contract, MISHAPS, type Need } from './suite.ts';

const STAFF = { email: 'tess.technician@contoso.example', fullName: 'Tess Technician' };
const REASON = 'We wait for the "fuser" & a tray.';

/** A status that allows the act everywhere, and where it leads. */
const FROM: Record<MoveElsewhere, [TicketStatus, TicketStatus]> = {
  take: ['new', 'assigned'],
  assign: ['assigned', 'assigned'],
  'set-pending': ['assigned', 'pending'],
  resume: ['pending', 'assigned'],
  resolve: ['assigned', 'resolved'],
  close: ['resolved', 'closed'],
  reopen: ['resolved', 'assigned'],
};

/** Returns the act as staff order it here. */
export function staffAct(stage: Stage, ticketRef: string, act: MoveElsewhere): Job {
  const order = { key: uuid(), ticketRef, by: STAFF, byStaff: true } as const;
  return { operation: 'transition', content: contentOf(stage, order, act) };
}

function contentOf(
  { harness }: Stage,
  order: Pick<Transition, 'key' | 'ticketRef' | 'by' | 'byStaff'>,
  act: MoveElsewhere,
): Transition {
  switch (act) {
    case 'take':
    case 'assign':
      return { ...order, act: 'assign', to: harness.technician ?? STAFF };
    case 'set-pending':
      return { ...order, act, reason: REASON };
    case 'resolve':
      return { ...order, act, solution: 'A new "fuser" & a tray.' };
    default:
      return { ...order, act };
  }
}

export function staffingContract(contract: Contract): void {
  for (const act of MoveElsewhere.options) moveContract(contract, act);
  assignContract(contract);
  pendingContract(contract);
  noteContract(contract);
}

/** Creates a ticket with a technician there, and moves it to this status. */
async function ticketIn({ harness, create }: Stage, status: TicketStatus): Promise<string> {
  const { ref } = await create();
  const steps = { new: [], pending: ['assigned', 'pending'], resolved: ['assigned', 'resolved'] } as const;
  const path: readonly TicketStatus[] = status in steps ? steps[status as keyof typeof steps] : [status];
  for (const step of path)
    await harness.moves(ref, step, {
      technician: 'A technician',
      ...(step === 'resolved' && { solution: 'The tray was empty.' }),
    });
  return ref;
}

function moveContract({ test }: Contract, act: MoveElsewhere): void {
  const [from, to] = FROM[act];
  const needs: Need[] = [`staff ${act}`, 'moves', ...(to === 'assigned' ? (['assigns'] as const) : [])];
  test(`${act} by staff leads to the status that the backend reports`, needs, async (stage) => {
    const ref = await ticketIn(stage, from);
    const found = await stage.send(staffAct(stage, ref, act));
    const { status } = await stage.harness.ticket(ref);
    expect(status).toBe(to);
    expect(found.status).toBe(to);
  });

  for (const [mishap, what] of MISHAPS)
    test(`${act} by staff ${what} takes place once`, [...needs, mishap], async (stage) => {
      const ref = await ticketIn(stage, from);
      const before = (await stage.harness.ticket(ref)).comments.length;
      await stage.sendThrough(mishap, staffAct(stage, ref, act));
      const { status, comments } = await stage.harness.ticket(ref);
      expect(status).toBe(to);
      expect(comments.length - before).toBeLessThanOrEqual(1);
    });

  // closing a closed ticket has reached its goal
  const forbidding = act === 'close' ? 'assigned' : 'closed';
  test(`${act} by staff of a ticket that is ${forbidding} is refused, and told`, needs, async (stage) => {
    const ref = await stage.createIn(forbidding);
    const before = await stage.harness.ticket(ref);
    const failure = await stage.fail(staffAct(stage, ref, act));
    expect(failure.kind).toBe('refused');
    expect(await stage.harness.ticket(ref)).toEqual(before);
  });
}

function assignContract({ test }: Contract): void {
  test(
    'an assignment names the technician, who is found by their address',
    ['staff assign'],
    async (stage) => {
      const { ref } = await stage.create();
      const { cursor } = await stage.read(null);
      await stage.send(staffAct(stage, ref, 'assign'));
      const change = (await stage.read(cursor)).tickets.get(ref);
      expect(change?.technician).toBe(stage.harness.technician?.fullName);
    },
  );

  test('an assignment to somebody who is no technician there is refused', ['staff assign'], async (stage) => {
    const { ref } = await stage.create();
    const content = {
      key: uuid(),
      ticketRef: ref,
      by: STAFF,
      byStaff: true,
      act: 'assign',
      to: STAFF,
    } as const;
    expect((await stage.fail({ operation: 'transition', content })).kind).toBe('refused');
    expect((await stage.harness.ticket(ref)).status).toBe('new');
  });
}

function pendingContract({ test }: Contract): void {
  test('why a ticket is pending is in the backend', ['staff set-pending', 'moves'], async (stage) => {
    const ref = await ticketIn(stage, 'assigned');
    await stage.send(staffAct(stage, ref, 'set-pending'));
    const { comments, pendingReason } = await stage.harness.ticket(ref);
    const said = [pendingReason ?? '', ...comments.map(({ body }) => body)];
    expect(said.some((text) => text.includes(REASON))).toBe(true);
  });
}

function noteContract({ test }: Contract): void {
  const noteOf = (ref: string) => ({
    ...newComment(ref, STAFF, 'Between us: the "fuser" & the tray.'),
    internal: true,
  });

  test(
    'a note of staff names its author and is no public comment',
    ['staff note', 'changes'],
    async (stage) => {
      const { ref } = await stage.create();
      const { cursor } = await stage.read(null);
      const content = noteOf(ref);
      await stage.send({ operation: 'add-comment', content });
      const { comments, notes = [] } = await stage.harness.ticket(ref);
      expect(comments.some(({ body }) => body.includes(content.body))).toBe(false);
      expect(
        notes.filter((note) => note.includes(content.body) && note.includes(STAFF.fullName)),
      ).toHaveLength(1);
      const reported = (await stage.read(cursor)).tickets.get(ref)?.comments ?? [];
      expect(reported.some(({ body }) => body.includes('Between us'))).toBe(false);
    },
  );

  for (const [mishap, what] of MISHAPS)
    test(`a note of staff ${what} is there once`, ['staff note', mishap], async (stage) => {
      const { ref } = await stage.create();
      const content = noteOf(ref);
      await stage.sendThrough(mishap, { operation: 'add-comment', content });
      const { notes = [] } = await stage.harness.ticket(ref);
      expect(notes.filter((note) => note.includes(content.body))).toHaveLength(1);
    });
}
