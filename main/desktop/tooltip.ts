// The tooltip of the tray icon: the state in one sentence, with what waits and why.
import type { AppState } from '../../contract/ipc.ts';
import type { Texts } from '../support/texts.ts';

type TooltipState = Pick<AppState, 'condition' | 'hindrance' | 'waiting' | 'unread' | 'language'>;

/** Such as "Guichet – Offline, 2 waiting – 1 unread". Windows shows 127 characters. */
export function tooltipOf(state: TooltipState, texts: Texts): string {
  const { unread, language } = state;
  const tooltip = texts(language)('tray.tooltip', { state: stateText(state, texts) });
  return unread === 0 ? tooltip : `${tooltip} – ${unreadText({ unread, language }, texts)}`;
}

/** Such as "Held up, 40 waiting: the files cannot be uploaded". That Offline means unreachable needs no word. */
function stateText({ condition, hindrance, waiting, language }: TooltipState, texts: Texts): string {
  const t = texts(language);
  const name = t(condition === 'ready' && hindrance ? 'state.held-up' : `state.${condition}`);
  const state = waiting > 0 ? t('state.with-waiting', { state: name, waiting }) : name;
  if (hindrance === null || hindrance === 'unreachable') return state;
  return t('state.because', { state, why: t(`hindrance.${hindrance}`) });
}

/** Such as "3 unread". */
export function unreadText(
  { unread, language }: Pick<TooltipState, 'unread' | 'language'>,
  texts: Texts,
): string {
  const one = new Intl.PluralRules(language).select(unread) === 'one';
  return texts(language)(one ? 'tray.unread.one' : 'tray.unread.other', { unread });
}
