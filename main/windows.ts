// The agent's windows: the form, loaded before it is needed, and the others, made on demand.
import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, screen as displays, session } from 'electron';
import type { NoticeName } from '../contract/channels.ts';
import type { Notice, Screen } from '../contract/ipc.ts';
import { APP_ORIGIN } from './ipc/answerer.ts';

/** Content area in CSS pixels. */
const SIZES: Record<Screen, { width: number; height: number; resizable: boolean }> = {
  capture: { width: 760, height: 640, resizable: true },
  tickets: { width: 960, height: 680, resizable: true },
  settings: { width: 480, height: 560, resizable: true },
  about: { width: 420, height: 400, resizable: false },
};

export interface Windows {
  /** Makes and loads the form, unseen. */
  prepareForm(): void;
  form: {
    isShown(): boolean;
    /** On the display of the pointer; above all other windows when the user pressed the key. */
    show(how: { aboveAll: boolean }): void;
    hide(): void;
  };
  /** Shows a window other than the form; the answer is called with it once it can hear notices. */
  open(screen: Exclude<Screen, 'capture'>): Promise<void>;
  close(windowId: number): void;
  tell<N extends NoticeName>(name: N, notice: Notice<N>): void;
  /** From now on closing the form ends it. */
  letGo(): void;
}

interface Parts {
  preload: string;
  /** folder */
  icons: string;
  devTools: boolean;
  /** whether the form is to be left out of captures */
  isExcluded: boolean;
}

interface OpenWindow {
  window: BrowserWindow;
  /** resolved once its page can hear notices */
  loaded: Promise<void>;
}

/** Makes none yet. Every window is sandboxed, stays on its own page and has no permissions. */
export function createWindows(parts: Parts): Windows {
  const open = new Map<Screen, OpenWindow>();
  let lettingGo = false;
  denyPermissions();

  function make(screen: Screen): OpenWindow {
    const window = new BrowserWindow(optionsOf(screen, parts));
    keepInside(window);
    window.on('closed', () => open.delete(screen));
    const made = { window, loaded: window.loadURL(`${APP_ORIGIN}/index.html#/${screen}`) };
    open.set(screen, made);
    return made;
  }

  function prepareForm(): void {
    const { window } = make('capture');
    // What it shows is then never part of a screenshot, so that one can be taken behind it.
    if (parts.isExcluded) window.setContentProtection(true);
    window.on('close', (event) => {
      if (lettingGo) return;
      event.preventDefault();
      window.hide();
    });
  }

  return {
    prepareForm,
    form: formOf(() => open.get('capture')?.window),
    async open(screen) {
      const shown = open.get(screen);
      const { window, loaded } = shown ?? make(screen);
      if (shown) bringForward(window);
      else window.once('ready-to-show', () => bringForward(window));
      await loaded;
    },
    close: (windowId) => BrowserWindow.fromId(windowId)?.close(),
    tell(name, notice) {
      for (const { window } of open.values()) window.webContents.send(name, notice);
    },
    letGo() {
      lettingGo = true;
    },
  };
}

function formOf(form: () => BrowserWindow | undefined): Windows['form'] {
  return {
    isShown: () => form()?.isVisible() ?? false,
    show({ aboveAll }) {
      const window = form();
      if (!window) return;
      if (!window.isVisible()) centre(window);
      window.setAlwaysOnTop(aboveAll);
      bringForward(window);
    },
    hide: () => form()?.hide(),
  };
}

function optionsOf(screen: Screen, { preload, icons, devTools }: Parts): BrowserWindowConstructorOptions {
  return {
    ...SIZES[screen],
    useContentSize: true,
    show: false,
    autoHideMenuBar: true,
    icon: join(icons, 'tray-ready.png'),
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
  };
}

/** A window shows its own page and opens no other. */
function keepInside({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

function centre(window: BrowserWindow): void {
  const { workArea } = displays.getDisplayNearestPoint(displays.getCursorScreenPoint());
  const [width = 0, height = 0] = window.getSize();
  window.setBounds({
    width,
    height,
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + Math.max(0, workArea.height - height) / 2),
  });
}

/** Also the way back for a window whose page has crashed. */
function bringForward(window: BrowserWindow): void {
  if (window.webContents.isCrashed()) window.webContents.reload();
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
