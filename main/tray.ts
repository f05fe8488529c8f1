// The icon in the notification area: one render(state) for icon, tooltip and menu.
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { AgentCondition, AppState, OpenableScreen } from '../contract/ipc.ts';
import type { Texts } from './support/texts.ts';
import { tooltipOf } from './tooltip.ts';

const ICONS: Record<AgentCondition, string> = {
  'needs-attention': 'attention',
  'waiting-for-activation': 'waiting',
  'confirm-address': 'attention',
  offline: 'offline',
  ready: 'ready',
};

/** A dot says that something was not read yet. */
function iconOf({ condition, unread }: Pick<AppState, 'condition' | 'unread'>): string {
  return `tray-${ICONS[condition]}${unread > 0 ? '-unread' : ''}`;
}

export interface TrayIcon {
  render(state: AppState): void;
}

/** The icon is there at once; what it says, with the first `render`. */
export function createTray(parts: {
  /** holds tray-ready.png and its kin, with their larger sizes as name@….png */
  iconFolder: string;
  texts: Texts;
  open(screen: OpenableScreen): void;
  quit(): void;
}): TrayIcon {
  const { iconFolder, texts, open, quit } = parts;
  const imageOf = (icon: string) => nativeImage.createFromPath(join(iconFolder, `${icon}.png`));
  let drawn: Partial<AppState> & { icon: string } = { icon: 'tray-ready' };
  const tray = new Tray(imageOf(drawn.icon));
  tray.on('click', () => open('tickets'));

  function menuOf({ language, hotkey }: AppState): Menu {
    const t = texts(language);
    return Menu.buildFromTemplate([
      {
        label: t('tray.newTicket'),
        click: () => open('capture'),
        // shown only: the key itself is global and registered elsewhere
        ...(hotkey ? { accelerator: hotkey, registerAccelerator: false } : {}),
      },
      { label: t('tray.tickets'), click: () => open('tickets') },
      { label: t('tray.settings'), click: () => open('settings') },
      { type: 'separator' },
      { label: t('tray.about'), click: () => open('about') },
      { label: t('tray.quit'), click: quit },
    ]);
  }

  return {
    render(state) {
      const icon = iconOf(state);
      if (icon !== drawn.icon) tray.setImage(imageOf(icon));
      if (state.language !== drawn.language || state.hotkey !== drawn.hotkey) {
        tray.setContextMenu(menuOf(state));
      }
      tray.setToolTip(tooltipOf(state, texts));
      drawn = { ...state, icon };
    },
  };
}
