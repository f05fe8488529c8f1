// The tooltip of the tray icon: the state in one sentence.
import type { AppState } from '../../contract/ipc.ts';
import type { Texts } from '../support/texts.ts';

type TooltipState = Pick<AppState, 'condition' | 'waiting' | 'unread' | 'language'>;

/** Such as "Guichet – Offline, 2 waiting – 1 unread". */
export function tooltipOf({ condition, waiting, unread, language }: TooltipState, texts: Texts): string {
  const t = texts(language);
  const state =
    condition === 'offline' && waiting > 0
      ? t('state.offline-waiting', { waiting })
      : t(`state.${condition}`);
  const tooltip = t('tray.tooltip', { state });
  return unread === 0 ? tooltip : `${tooltip} – ${unreadText({ unread, language }, texts)}`;
}

/** Such as "3 unread". */
export function unreadText(
  { unread, language }: Pick<TooltipState, 'unread' | 'language'>,
  texts: Texts,
): string {
  const one = new Intl.PluralRules(language).select(unread) === 'one';
  return texts(language)(one ? 'tray.unread.one' : 'tray.unread.other', { unread });
}
