// The priority of a ticket, as its impact and its urgency give it.
import type { Impact, Priority, Urgency } from './primitives.ts';

/** By impact, then by urgency: iTop 3.2, UserRequest::ComputePriority. */
const PRIORITY_OF: Record<Impact, Record<Urgency, Priority>> = {
  department: { critical: 'critical', high: 'critical', medium: 'high', low: 'low' },
  service: { critical: 'critical', high: 'high', medium: 'medium', low: 'low' },
  person: { critical: 'high', high: 'high', medium: 'medium', low: 'low' },
};

/** Returns the priority; null while the impact or the urgency is not known. */
export function priorityOf(impact: Impact | null, urgency: Urgency | null): Priority | null {
  return impact === null || urgency === null ? null : PRIORITY_OF[impact][urgency];
}
