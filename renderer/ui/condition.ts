// The sentence of the agent's condition.
import { unreachable } from '../../contract/constants.ts';
import type { AppState } from '../../contract/ipc.ts';
import type { Translate } from './texts.ts';

/** Returns the sentence that the tray shows for the condition. */
export function conditionSentence(state: Pick<AppState, 'condition' | 'waiting'>, t: Translate): string {
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
