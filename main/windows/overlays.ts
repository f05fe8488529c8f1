// Short-lived windows above all others during a capture: countdown and region choice.
import { type BrowserWindowConstructorOptions, screen as displays } from 'electron';
import { type CapturedDisplay, isSameDisplay, pointedDisplay } from '../capture/displays.ts';
import type { Overlay } from '../capture/region-choice.ts';
import type { PageParts } from './page-preferences.ts';
import { openPage, type PageWindow } from './page-window.ts';

/** DIP */
const COUNTDOWN = { width: 240, height: 120, fromTop: 24 };

const FRAMELESS: BrowserWindowConstructorOptions = {
  frame: false,
  resizable: false,
  movable: false,
  minimizable: false,
  maximizable: false,
  skipTaskbar: true,
};

export interface Overlays {
  /** At the top centre of the pointer's display. It never takes the focus. */
  openCountdown(seconds: number): Overlay;
  /** Covers the whole display and takes the focus. Closes when the display changes. */
  openRegion(display: CapturedDisplay): Overlay;
}

export function createOverlays(parts: PageParts): Overlays {
  return {
    openCountdown(seconds) {
      const { workArea } = pointedDisplay(displays);
      const { width, height, fromTop } = COUNTDOWN;
      const x = Math.round(workArea.x + (workArea.width - width) / 2);
      const options = { ...FRAMELESS, width, height, x, y: workArea.y + fromTop, focusable: false };
      const page = openPage('countdown', options, parts, `?seconds=${seconds}`);
      page.window.setIgnoreMouseEvents(true);
      return overlay(page, () => page.window.showInactive());
    },
    openRegion(display) {
      const { bounds } = display;
      const options = {
        ...FRAMELESS,
        ...bounds,
        enableLargerThanScreen: true,
        hasShadow: false,
        roundedCorners: false,
        backgroundColor: '#000000',
      };
      const page = openPage('region', options, parts);
      onDisplayChange(display, page, () => page.window.destroy());
      return overlay(page, () => {
        page.window.show();
        // The window manager may have kept it out of its panels, and Windows may have scaled it for another display.
        page.window.setBounds(bounds);
        page.window.focus();
      });
    },
  };
}

/** After a change of the display, its picture no longer matches what lies under it. */
function onDisplayChange(display: CapturedDisplay, { window }: PageWindow, act: () => void): void {
  function look(): void {
    const now = displays.getAllDisplays().find(({ id }) => id === display.id);
    if (!now || !isSameDisplay(now, display)) act();
  }
  displays.on('display-metrics-changed', look).on('display-removed', look);
  window.once(
    'closed',
    () => void displays.off('display-metrics-changed', look).off('display-removed', look),
  );
}

/** Closes the window when its page fails: it would block the whole screen. */
function overlay({ window, loaded }: PageWindow, show: () => void): Overlay {
  const close = () => {
    if (!window.isDestroyed()) window.destroy();
  };
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setContentProtection(true);
  window.webContents.on('render-process-gone', close);
  window.once('ready-to-show', show);
  loaded.catch(close);
  return {
    shown: loaded,
    closed: new Promise((closed) => window.once('closed', () => closed())),
    close,
  };
}
