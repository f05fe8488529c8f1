// The windows of a moment that stand over all others while a picture is taken: countdown and choice of a region.
import { type BrowserWindowConstructorOptions, screen as displays } from 'electron';
import { type CapturedDisplay, isSameDisplay, pointedDisplay } from '../capture/displays.ts';
import type { Overlay } from '../capture/region-choice.ts';
import { openPage, type PageParts, type PageWindow } from './page-window.ts';

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
  /** At the top of the pointer's display, in the middle; it never has the focus. */
  openCountdown(seconds: number): Overlay;
  /** Over the whole of that display, with the focus; gone when the display is no longer as it was. */
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
        // a window manager may have kept it out from under its panels, Windows scaled it for the display it was made on
        page.window.setBounds(bounds);
        page.window.focus();
      });
    },
  };
}

/** A picture of how the display was is no longer what lies under it. */
function onDisplayChange(shown: CapturedDisplay, { window }: PageWindow, act: () => void): void {
  function look(): void {
    const now = displays.getAllDisplays().find(({ id }) => id === shown.id);
    if (!now || !isSameDisplay(now, shown)) act();
  }
  displays.on('display-metrics-changed', look).on('display-removed', look);
  window.once(
    'closed',
    () => void displays.off('display-metrics-changed', look).off('display-removed', look),
  );
}

/** A page that fails takes its window with it: it would stand over everything and answer nothing. */
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
