// What the agent's condition allows. A file of its own, without zod, so that the form can load it.
import type { AgentCondition } from './app-ipc.ts';

/** Returns whether a ticket may be opened. Offline is a normal state: the ticket is saved and sent later. */
export function mayOpenTickets(condition: AgentCondition): boolean {
  return condition === 'ready' || condition === 'offline';
}
