// What the notification area says when its icon is pointed at: the state in one sentence.
import type { AppState } from '../contract/ipc.ts';
import type { Texts } from './support/texts.ts';

/** Such as "Guichet – Offline, 2 waiting". */
export function tooltipOf(
  { condition, waiting, language }: Pick<AppState, 'condition' | 'waiting' | 'language'>,
  texts: Texts,
): string {
  const t = texts(language);
  const state =
    condition === 'offline' && waiting > 0
      ? t('state.offline-waiting', { waiting })
      : t(`state.${condition}`);
  return t('tray.tooltip', { state });
}
