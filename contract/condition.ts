// What the agent's state allows. A file of its own, without zod, so that the form can load it.
import type { AppState } from './app-ipc.ts';

/**
 * Returns whether a ticket may be opened. Offline is a normal state: the ticket is saved and sent later. So it is where the agent
 * has begun anew and has to be activated or confirmed again.
 */
export function mayOpenTickets({
  condition,
  isRecovering,
}: Pick<AppState, 'condition' | 'isRecovering'>): boolean {
  switch (condition) {
    case 'ready':
    case 'offline':
      return true;
    case 'waiting-for-activation':
    case 'confirm-address':
      return isRecovering;
    case 'needs-attention':
      return false;
  }
}
