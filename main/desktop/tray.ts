// The tray icon: one render(state) for icon, tooltip and menu.
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { AgentCondition, AppState, OpenableScreen } from '../../contract/ipc.ts';
import type { Clock } from '../support/clock.ts';
import type { Texts } from '../support/texts.ts';
import type { Updates } from '../update/updates.ts';
import { tooltipOf } from './tooltip.ts';

const ICONS: Record<AgentCondition, string> = {
  'needs-attention': 'attention',
  'waiting-for-activation': 'waiting',
  'confirm-address': 'attention',
  offline: 'offline',
  ready: 'ready',
};

/** A dot on the icon marks unread tickets. What is held up looks as offline does. */
function iconOf({
  condition,
  hindrance,
  unread,
}: Pick<AppState, 'condition' | 'hindrance' | 'unread'>): string {
  const shown = condition === 'ready' && hindrance !== null ? 'offline' : condition;
  return `tray-${ICONS[shown]}${unread > 0 ? '-unread' : ''}`;
}

/** The system asks for the icon and its tooltip within this time; too short to miss the form. */
const ICON_MS = 150;

/** Resolves once the icon is drawn and responds: it is the first thing the user sees, so windows come after it. */
export function iconDrawn(clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(ICON_MS, resolve));
}

export interface TrayIcon {
  render(state: AppState): void;
}

/** The icon appears at once; its state with the first `render`. */
export function createTray(parts: {
  /** folder of tray-ready.png and the other icons, with their larger sizes as name@….png */
  iconFolder: string;
  texts: Texts;
  open(screen: OpenableScreen): void;
  updates: Pick<Updates, 'restart'>;
  quit(): void;
}): TrayIcon {
  const { iconFolder, texts, open, updates, quit } = parts;
  const imageOf = (icon: string) => nativeImage.createFromPath(join(iconFolder, `${icon}.png`));
  let rendered: Partial<AppState> & { icon: string } = { icon: 'tray-ready' };
  const tray = new Tray(imageOf(rendered.icon));
  tray.on('click', () => open('tickets'));

  function menuOf({ language, hotkey, update }: AppState): Menu {
    const t = texts(language);
    return Menu.buildFromTemplate([
      {
        label: t('tray.newTicket'),
        click: () => open('capture'),
        // shown only: the global shortcut is registered elsewhere
        ...(hotkey ? { accelerator: hotkey, registerAccelerator: false } : {}),
      },
      { label: t('tray.tickets'), click: () => open('tickets') },
      { label: t('tray.settings'), click: () => open('settings') },
      { type: 'separator' },
      { label: t('tray.about'), click: () => open('about') },
      ...(update.phase === 'ready' ? [{ label: t('tray.restart'), click: updates.restart }] : []),
      { label: t('tray.quit'), click: quit },
    ]);
  }

  return {
    render(state) {
      const icon = iconOf(state);
      if (icon !== rendered.icon) tray.setImage(imageOf(icon));
      const isOther = (['language', 'hotkey'] as const).some((of) => state[of] !== rendered[of]);
      if (isOther || state.update.phase !== rendered.update?.phase) tray.setContextMenu(menuOf(state));
      tray.setToolTip(tooltipOf(state, texts));
      rendered = { ...state, icon };
    },
  };
}
