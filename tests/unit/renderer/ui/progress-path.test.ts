// The path that shows how far a ticket has come.
import { describe, expect, test } from 'vitest';
import type { TicketStage } from '../../../../contract/ipc.ts';
import { TicketStatus } from '../../../../contract/primitives.ts';
import { progressPath, type Step, submissionPath } from '../../../../renderer/ui/progress-path.ts';

/** Reached steps in capitals, the present one marked. */
const drawn = (steps: Step[]) =>
  steps
    .map(({ name, reached, current }) => (reached ? name.toUpperCase() : name) + (current ? '*' : ''))
    .join(' > ');
const path = (stage: TicketStage, status: TicketStatus, technician: string | null = null) =>
  drawn(progressPath({ stage, status, technician }));

describe('the path of a ticket', () => {
  test('a saved ticket is neither sent nor created', () => {
    expect(path('saved', 'new')).toBe('SAVED* > sent > created > taken > resolved');
  });

  test('a sent ticket is not created', () => {
    expect(path('sent', 'new')).toBe('SAVED > SENT* > created > taken > resolved');
  });

  test('a created ticket stays there until it is taken, also while it waits for approval', () => {
    expect(path('created', 'new')).toBe('SAVED > SENT > CREATED* > taken > resolved');
    expect(path('created', 'waiting_for_approval')).toBe('SAVED > SENT > CREATED* > taken > resolved');
  });

  test('a ticket is taken once it has a technician or is assigned', () => {
    expect(path('created', 'new', 'A technician')).toBe('SAVED > SENT > CREATED > TAKEN* > resolved');
    expect(path('created', 'assigned')).toBe('SAVED > SENT > CREATED > TAKEN* > resolved');
    expect(path('created', 'pending')).toBe('SAVED > SENT > CREATED > TAKEN* > resolved');
  });

  test('a resolved or closed ticket is at the end', () => {
    expect(path('created', 'resolved', 'A technician')).toBe('SAVED > SENT > CREATED > TAKEN > RESOLVED*');
    expect(path('created', 'closed')).toBe('SAVED > SENT > CREATED > TAKEN > RESOLVED*');
  });

  test('a rejected ticket has no step for a resolution', () => {
    expect(path('created', 'rejected')).toBe('SAVED > SENT > CREATED > REJECTED*');
  });

  test('in every status, a ticket is at exactly one step', () => {
    for (const status of TicketStatus.options)
      for (const stage of ['saved', 'sent', 'created'] as const)
        expect(
          progressPath({ stage, status, technician: null }).filter(({ current }) => current),
        ).toHaveLength(1);
  });

  test('after Send, only the steps to the number are shown', () => {
    expect(drawn(submissionPath('saved'))).toBe('SAVED* > sent > created');
    expect(drawn(submissionPath('created'))).toBe('SAVED > SENT > CREATED*');
  });
});
