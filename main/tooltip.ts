// What the notification area says when its icon is pointed at: the state in one sentence.
import type { AppState } from '../contract/ipc.ts';
import type { Texts } from './support/texts.ts';

type Shown = Pick<AppState, 'condition' | 'waiting' | 'unread' | 'language'>;

/** Such as "Guichet – Offline, 2 waiting – 1 unread". */
export function tooltipOf({ condition, waiting, unread, language }: Shown, texts: Texts): string {
  const t = texts(language);
  const state =
    condition === 'offline' && waiting > 0
      ? t('state.offline-waiting', { waiting })
      : t(`state.${condition}`);
  const tooltip = t('tray.tooltip', { state });
  if (unread === 0) return tooltip;
  const one = new Intl.PluralRules(language).select(unread) === 'one';
  return `${tooltip} – ${t(one ? 'tray.unread.one' : 'tray.unread.other', { unread })}`;
}
