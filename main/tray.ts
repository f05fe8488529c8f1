// The icon in the notification area: one render(state) for icon, tooltip and menu.
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { AgentCondition, AppState, Screen } from '../contract/ipc.ts';
import type { Texts } from './support/texts.ts';
import { tooltipOf } from './tooltip.ts';

const ICONS: Record<AgentCondition, string> = {
  'needs-attention': 'attention',
  'waiting-for-activation': 'waiting',
  'confirm-address': 'attention',
  offline: 'offline',
  ready: 'ready',
};

export interface TrayIcon {
  render(state: AppState): void;
}

/** The icon is there at once; what it says, with the first `render`. */
export function createTray(parts: {
  /** holds tray-ready.png and its kin, with their larger sizes as name@….png */
  iconFolder: string;
  texts: Texts;
  open(screen: Screen): void;
  quit(): void;
}): TrayIcon {
  const { iconFolder, texts, open, quit } = parts;
  const iconOf = (condition: AgentCondition) =>
    nativeImage.createFromPath(join(iconFolder, `tray-${ICONS[condition]}.png`));
  const tray = new Tray(iconOf('ready'));
  tray.on('click', () => open('tickets'));
  let drawn: Partial<AppState> = {};

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
      if (state.condition !== drawn.condition) tray.setImage(iconOf(state.condition));
      if (state.language !== drawn.language || state.hotkey !== drawn.hotkey) {
        tray.setContextMenu(menuOf(state));
      }
      tray.setToolTip(tooltipOf(state, texts));
      drawn = state;
    },
  };
}
