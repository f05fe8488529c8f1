// A window of Guichet: sandboxed, on its own page, without permissions, and no way to another.
import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, session } from 'electron';
import type { Screen } from '../../contract/ipc.ts';
import { APP_ORIGIN } from '../ipc/dispatcher.ts';

export interface PageParts {
  preload: string;
  /** folder */
  icons: string;
  devTools: boolean;
}

export interface PageWindow {
  window: BrowserWindow;
  /** resolved once its page can hear notices */
  loaded: Promise<void>;
}

/** Not shown yet. `query` goes to the page behind the screen's name. */
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
      // Elsewhere than on Windows it would fetch its dictionaries from the internet.
      spellcheck: process.platform === 'win32',
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  return { window, loaded: window.loadURL(`${APP_ORIGIN}/index.html#/${screen}${query}`) };
}

/** No page is given a camera, a position or the like. To be called once. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}
