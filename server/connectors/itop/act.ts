// Applies stimuli to a ticket: acts of participants and of staff, and resolutions made in another backend.

import type { RequesterAct } from '../../../contract/ticket.ts';
import type { Found, OperationResult, Transition } from '../connector.ts';
import { failed } from '../results.ts';
import { assign, resume } from './assign.ts';
import { keyLine, longText, shortText } from './html.ts';
import { failureOf } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { statusOf } from './states.ts';
import { apply, found, isInvalidStimulus, stimulate } from './stimulus.ts';
import { type CurrentTicket, type ItopParts, readCurrentTicket } from './tickets.ts';

const STIMULI: Record<RequesterAct, string> = {
  close: 'ev_close',
  reopen: 'ev_reopen',
  approve: 'ev_approve',
  reject: 'ev_reject',
};

export async function transition(itop: ItopParts, operation: Transition): Promise<OperationResult<Found>> {
  switch (operation.act) {
    case 'resolve':
      return resolve(itop, operation);
    case 'assign':
      return assign(itop, operation, operation.to);
    case 'resume':
      return resume(itop, operation);
    case 'set-pending':
      return apply(itop, operation, ['ev_pending'], { pending_reason: shortText(operation.reason) });
    default:
      return apply(itop, operation, [STIMULI[operation.act]], {});
  }
}

/** Statuses in which a resolution is overtaken. */
const OVERTAKEN = new Set(['resolved', 'closed', 'rejected']);

/**
 * ev_resolve is allowed in `assigned` only; ev_autoresolve, with which iTop resolves children of a parent ticket, in the
 * other open states. In any other state this fails with `refused`: the solution must not be lost silently.
 */
async function resolve(
  itop: ItopParts,
  operation: Transition & { act: 'resolve' },
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, operation.ticketRef);
  if (!current.ok) return current;
  const status = statusOf(itop.settings, current.value.status);
  const { ref, status: state } = current.value;
  if (status !== null && OVERTAKEN.has(status))
    return operation.byStaff
      ? failed('refused', REASONS.resolvedMeanwhile(ref, state))
      : found(itop, operation.key, state);
  const fields = resolution(current.value, operation);
  for (const stimulus of ['ev_resolve', 'ev_autoresolve']) {
    const moved = await stimulate(itop, current.value, stimulus, fields);
    if (!moved.ok) return moved;
    if ('status' in moved.value) return found(itop, operation.key, moved.value.status);
    if (/Missing mandatory.*service_id/.test(moved.value.message))
      return failed('refused', REASONS.serviceNeeded(ref));
    if (!isInvalidStimulus(moved.value)) return failureOf(moved.value);
  }
  return failed('refused', REASONS.notResolvable(ref, state));
}

function resolution(
  { service_id }: CurrentTicket,
  { key, solution, by }: Transition & { act: 'resolve' },
): Record<string, unknown> {
  const { html, rest } = longText(solution);
  return {
    ...(service_id !== '0' && { service_id }),
    resolution_code: 'assistance',
    solution: html,
    private_log: keyLine(key, by),
    ...(rest && { public_log: { add_item: { message: rest, format: 'html' } } }),
  };
}
