// A window of Guichet: sandboxed, without permissions, and bound to its own page.
import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, session } from 'electron';
import type { Screen } from '../../contract/ipc.ts';
import { APP_ORIGIN } from '../ipc/dispatcher.ts';
import { type PageParts, pagePreferences } from './page-preferences.ts';

export interface PageWindow {
  window: BrowserWindow;
  /** resolves once its page receives notices */
  loaded: Promise<void>;
}

/** Creates a hidden window. `query` is appended to the screen's name in the URL. */
export function openPage(
  screen: Screen,
  options: BrowserWindowConstructorOptions,
  parts: PageParts,
  query = '',
): PageWindow {
  const window = new BrowserWindow({
    show: false,
    icon: join(parts.icons, 'tray-ready.png'),
    ...options,
    webPreferences: pagePreferences(parts, process.platform),
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  return { window, loaded: window.loadURL(`${APP_ORIGIN}/index.html#/${screen}${query}`) };
}

/** Denies every permission, such as camera and location, and every download. Call it once. */
export function restrictPages(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  // Pages save files through the bridge: a download would ask the user for a place, whatever the page offers.
  defaultSession.on('will-download', (event) => event.preventDefault());
}
