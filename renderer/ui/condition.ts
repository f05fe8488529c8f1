// What the agent's condition means to a person: its sentence, and whether a ticket may be opened.

import { unreachable } from '../../contract/constants.ts';
import type { AppState } from '../../contract/ipc.ts';
import type { Say } from './texts.ts';

/** The condition as the tray says it. */
export function conditionSentence(state: Pick<AppState, 'condition' | 'waiting'>, t: Say): string {
  switch (state.condition) {
    case 'needs-attention':
      return t('condition.needsAttention');
    case 'waiting-for-activation':
      return t('condition.waitingForActivation');
    case 'confirm-address':
      return t('condition.confirmAddress');
    case 'offline':
      return state.waiting > 0
        ? t('condition.offlineWaiting', { waiting: state.waiting })
        : t('condition.offline');
    case 'ready':
      return t('condition.ready');
    default:
      return unreachable(state.condition);
  }
}

/** Offline is a normal state: a ticket is then saved and sent later. */
export function mayOpenTickets(condition: AppState['condition']): boolean {
  return condition === 'ready' || condition === 'offline';
}
