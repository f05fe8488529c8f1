// The sentence of the agent's condition.
import { unreachable } from '../../contract/constants.ts';
import type { AppState, Hindrance } from '../../contract/ipc.ts';
import type { Translate } from './texts.ts';

/** Whether nothing can be saved on this computer at the moment. */
export function isOfStorage(
  hindrance: Hindrance | null,
): hindrance is Extract<Hindrance, `storage-${string}`> {
  return hindrance?.startsWith('storage-') ?? false;
}

function nameOf({ condition, hindrance }: Pick<AppState, 'condition' | 'hindrance'>, t: Translate): string {
  switch (condition) {
    case 'needs-attention':
      return t('condition.needsAttention');
    case 'waiting-for-activation':
      return t('condition.waitingForActivation');
    case 'confirm-address':
      return t('condition.confirmAddress');
    case 'offline':
      return t('condition.offline');
    case 'ready':
      return t(hindrance === null ? 'condition.ready' : 'condition.heldUp');
    default:
      return unreachable(condition);
  }
}

/** Returns the sentence that the tray shows for the condition, with what waits and why. */
export function conditionSentence(
  state: Pick<AppState, 'condition' | 'hindrance' | 'waiting'>,
  t: Translate,
): string {
  const { hindrance, waiting } = state;
  const name = nameOf(state, t);
  const counted = waiting > 0 ? t('condition.withWaiting', { state: name, waiting }) : name;
  // That Offline means unreachable needs no word.
  if (hindrance === null || hindrance === 'unreachable') return counted;
  return t('condition.because', { state: counted, why: t(`hindrance.${hindrance}`) });
}
