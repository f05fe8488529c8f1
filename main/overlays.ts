// The windows of a moment that stand over all others while a picture is taken: countdown and choice of a region.
import { type BrowserWindowConstructorOptions, type Display, screen as displays } from 'electron';
import type { Overlay } from './capture/region-choice.ts';
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
  /** Over the whole display of the pointer, with the focus. */
  openRegion(): Overlay;
}

export function createOverlays(parts: PageParts): Overlays {
  return {
    openCountdown(seconds) {
      const { workArea } = pointedDisplay();
      const { width, height, fromTop } = COUNTDOWN;
      const x = Math.round(workArea.x + (workArea.width - width) / 2);
      const options = { ...FRAMELESS, width, height, x, y: workArea.y + fromTop, focusable: false };
      const page = openPage('countdown', options, parts, `?seconds=${seconds}`);
      page.window.setIgnoreMouseEvents(true);
      return overlay(page, () => page.window.showInactive());
    },
    openRegion() {
      const { bounds } = pointedDisplay();
      const options = {
        ...FRAMELESS,
        ...bounds,
        enableLargerThanScreen: true,
        hasShadow: false,
        roundedCorners: false,
        backgroundColor: '#000000',
      };
      const page = openPage('region', options, parts);
      return overlay(page, () => {
        page.window.show();
        // a window manager may have kept it out from under its panels
        page.window.setBounds(bounds);
        page.window.focus();
      });
    },
  };
}

function pointedDisplay(): Display {
  return displays.getDisplayNearestPoint(displays.getCursorScreenPoint());
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
