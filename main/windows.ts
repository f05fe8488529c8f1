// The agent's windows: the form, loaded before it is needed, and the others, made on demand.
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

export function createWindows(parts: { preload: string; icon: string; devTools: boolean }): Windows {
  const open = new Map<Screen, BrowserWindow>();
  let lettingGo = false;
  denyPermissions();

  function make(screen: Screen): { window: BrowserWindow; loaded: Promise<void> } {
    const window = new BrowserWindow(optionsOf(screen, parts));
    keepInside(window);
    open.set(screen, window);
    window.on('closed', () => open.delete(screen));
    return { window, loaded: window.loadURL(`${APP_ORIGIN}/index.html#/${screen}`) };
  }

  function prepareForm(): void {
    const { window } = make('capture');
    // What it shows is never part of a screenshot, so that one can be taken behind it.
    if (process.platform === 'win32') window.setContentProtection(true);
    window.on('close', (event) => {
      if (lettingGo) return;
      event.preventDefault();
      window.hide();
    });
  }

  const form = () => open.get('capture');
  return {
    prepareForm,
    form: {
      isShown: () => form()?.isVisible() ?? false,
      show({ aboveAll }) {
        const window = form();
        if (!window) return;
        if (!window.isVisible()) centre(window);
        window.setAlwaysOnTop(aboveAll);
        bringForward(window);
      },
      hide: () => form()?.hide(),
    },
    async open(screen) {
      const shown = open.get(screen);
      if (shown) return bringForward(shown);
      const { window, loaded } = make(screen);
      window.once('ready-to-show', () => bringForward(window));
      await loaded;
    },
    close: (windowId) => BrowserWindow.fromId(windowId)?.close(),
    tell(name, notice) {
      for (const window of open.values()) window.webContents.send(name, notice);
    },
    letGo() {
      lettingGo = true;
    },
  };
}

function optionsOf(
  screen: Screen,
  { preload, icon, devTools }: { preload: string; icon: string; devTools: boolean },
): BrowserWindowConstructorOptions {
  return {
    ...SIZES[screen],
    useContentSize: true,
    show: false,
    autoHideMenuBar: true,
    icon,
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

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
