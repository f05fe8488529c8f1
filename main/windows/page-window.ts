// A window of Guichet: sandboxed, without permissions, and bound to its own page.
import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, session } from 'electron';
import type { Screen } from '../../contract/ipc.ts';
import { APP_ORIGIN } from '../ipc/dispatcher.ts';

export interface PageParts {
  preload: string;
  /** folder of the icons */
  icons: string;
  devTools: boolean;
}

export interface PageWindow {
  window: BrowserWindow;
  /** resolves once its page receives notices */
  loaded: Promise<void>;
}

/** Creates a hidden window. `query` is appended to the screen's name in the URL. */
export function openPage(
  screen: Screen,
  options: BrowserWindowConstructorOptions,
  { preload, icons, devTools }: PageParts,
  query = '',
): PageWindow {
  const window = new BrowserWindow({
    show: false,
    icon: join(icons, 'tray-ready.png'),
    ...options,
    webPreferences: {
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Outside Windows it would download its dictionaries from the internet.
      spellcheck: process.platform === 'win32',
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  return { window, loaded: window.loadURL(`${APP_ORIGIN}/index.html#/${screen}${query}`) };
}

/** Denies every permission, such as camera and location. Call it once. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}
