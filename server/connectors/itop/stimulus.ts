// Applies a stimulus to a ticket of iTop, and explains its refusal.
import { z } from 'zod';
import type { Found, OperationResult, Transition } from '../connector.ts';
import { done, failed, foundPlain } from '../results.ts';
import { keyLine } from './html.ts';
import { failureOf, parseFields, type Refusal } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { statusOf } from './states.ts';
import { COMMENT, type ItopParts, type ItopRef, parseRef, readCurrentTicket } from './tickets.ts';

/** iTop's message is in English whatever its language is. */
export const isInvalidStimulus = ({ message }: Refusal) => message.startsWith('Invalid stimulus');

const Moved = z.object({ status: z.string() });

/** Applies the first of these stimuli that the state allows, with the key. */
export async function apply(
  itop: ItopParts,
  operation: Transition,
  stimuli: readonly [string, ...string[]],
  fields: Record<string, unknown>,
): Promise<OperationResult<Found>> {
  const ref = parseRef(operation.ticketRef);
  if (!ref.ok) return ref;
  const { key, by } = operation;
  let refusal: Refusal = { code: 0, message: '' };
  for (const stimulus of stimuli) {
    const moved = await stimulate(itop, ref.value, stimulus, { ...fields, private_log: keyLine(key, by) });
    if (!moved.ok) return moved;
    if ('status' in moved.value) return found(itop, key, moved.value.status);
    refusal = moved.value;
    if (!isInvalidStimulus(refusal)) break;
  }
  return explainRefusal(itop, operation, refusal);
}

/** Returns an act that has led to this state. */
export function found({ settings }: ItopParts, key: string, state: string): OperationResult<Found> {
  return done({ ...foundPlain(key), status: statusOf(settings, state) });
}

/** Returns the new state, or iTop's refusal. */
export async function stimulate(
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

/**
 * Explains a refusal: the ticket is gone, or the act was overtaken, which is a failure for staff alone unless its goal is
 * reached; anything else is a refusal.
 */
async function explainRefusal(
  itop: ItopParts,
  { key, ticketRef, act, byStaff }: Transition,
  refusal: Refusal,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, ticketRef);
  if (!current.ok) return current;
  if (!isInvalidStimulus(refusal)) return failureOf(refusal);
  const { ref, status: state } = current.value;
  const isReached = act === 'close' && statusOf(itop.settings, state) === 'closed';
  return byStaff && !isReached ? failed('refused', REASONS.notAllowed(ref, state)) : found(itop, key, state);
}
