// Applies stimuli to a ticket: acts of participants, and resolutions made in another backend.

import { z } from 'zod';
import type { RequesterAct } from '../../../contract/ticket.ts';
import type { Found, OperationResult, Transition } from '../connector.ts';
import { done, failed, foundPlain } from '../results.ts';
import { keyLine, longText } from './html.ts';
import { failureOf, parseFields, type Refusal } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { statusOf } from './states.ts';
import {
  COMMENT,
  type CurrentTicket,
  type ItopParts,
  type ItopRef,
  parseRef,
  readCurrentTicket,
} from './tickets.ts';

const STIMULI: Record<RequesterAct, string> = {
  close: 'ev_close',
  reopen: 'ev_reopen',
  approve: 'ev_approve',
  reject: 'ev_reject',
};

/** iTop's message is in English whatever its language is. */
const isInvalidStimulus = ({ message }: Refusal) => message.startsWith('Invalid stimulus');

const Moved = z.object({ status: z.string() });

export async function transition(itop: ItopParts, operation: Transition): Promise<OperationResult<Found>> {
  if (operation.act === 'resolve') return resolve(itop, operation);
  const ref = parseRef(operation.ticketRef);
  if (!ref.ok) return ref;
  const { key, by } = operation;
  const moved = await stimulate(itop, ref.value, STIMULI[operation.act], { private_log: keyLine(key, by) });
  if (!moved.ok) return moved;
  return 'status' in moved.value
    ? found(itop, key, moved.value.status)
    : explainRefusal(itop, operation, moved.value);
}

function found({ settings }: ItopParts, key: string, state: string): OperationResult<Found> {
  return done({ ...foundPlain(key), status: statusOf(settings, state) });
}

/** Returns the new state, or iTop's refusal. */
async function stimulate(
  { rest }: ItopParts,
  { class: ticketClass, id }: ItopRef,
  stimulus: string,
  fields: Record<string, unknown>,
): Promise<OperationResult<{ status: string } | Refusal>> {
  const operation = { operation: 'core/apply_stimulus', class: ticketClass, key: id, stimulus };
  const outcome = await rest.ask({ ...operation, comment: COMMENT, output_fields: 'id,status', fields });
  if (!outcome.ok) return outcome;
  if (!outcome.value.isDone) return done({ code: outcome.value.code, message: outcome.value.message });
  const rows = parseFields(Moved, outcome.value.result.objects);
  return rows.ok ? done({ status: rows.value[0]?.status ?? '' }) : rows;
}

/** Explains a refusal: the ticket is gone, or the act was overtaken (no failure); anything else is a refusal. */
async function explainRefusal(
  itop: ItopParts,
  { key, ticketRef }: Transition,
  refusal: Refusal,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, ticketRef);
  if (!current.ok) return current;
  return isInvalidStimulus(refusal) ? found(itop, key, current.value.status) : failureOf(refusal);
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
  if (status !== null && OVERTAKEN.has(status)) return found(itop, operation.key, current.value.status);
  const fields = resolution(current.value, operation);
  for (const stimulus of ['ev_resolve', 'ev_autoresolve']) {
    const moved = await stimulate(itop, current.value, stimulus, fields);
    if (!moved.ok) return moved;
    if ('status' in moved.value) return found(itop, operation.key, moved.value.status);
    if (!isInvalidStimulus(moved.value)) return failureOf(moved.value);
  }
  return failed('refused', REASONS.notResolvable(current.value.ref, current.value.status));
}

function resolution(
  { service_id }: CurrentTicket,
  { key, solution }: { key: string; solution: string },
): Record<string, unknown> {
  const { html, rest } = longText(solution);
  return {
    ...(service_id !== '0' && { service_id }),
    resolution_code: 'assistance',
    solution: html,
    private_log: keyLine(key),
    ...(rest && { public_log: { add_item: { message: rest, format: 'html' } } }),
  };
}
