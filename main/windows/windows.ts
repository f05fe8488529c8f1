// The agent's windows: the form, loaded in advance, and the others, created on demand.
import { isDeepStrictEqual } from 'node:util';
import { BrowserWindow, type BrowserWindowConstructorOptions, screen as displays, Menu } from 'electron';
import type { OpenableScreen } from '../../contract/ipc.ts';
import { pointedDisplay } from '../capture/displays.ts';
import type { SendNotice } from '../ipc/send-notice.ts';
import { createOverlays, type Overlays } from './overlays.ts';
import type { PageParts } from './page-preferences.ts';
import { openPage, type PageWindow, restrictPages } from './page-window.ts';
import { centred } from './placement.ts';

/** Content area in CSS pixels. The minimum is still readable at 200 %. */
const SIZES: Record<OpenableScreen, { width: number; height: number; minWidth: number; minHeight: number }> =
  {
    capture: { width: 760, height: 640, minWidth: 640, minHeight: 480 },
    tickets: { width: 1024, height: 680, minWidth: 640, minHeight: 480 },
    settings: { width: 640, height: 680, minWidth: 480, minHeight: 480 },
    about: { width: 480, height: 440, minWidth: 480, minHeight: 400 },
  };

export interface Windows extends Overlays {
  /** Creates and loads the form, hidden. */
  prepareForm(): void;
  form: {
    isShown(): boolean;
    /** Shows it on the pointer's display; above all other windows when the user pressed the hotkey. */
    show(how: { aboveAll: boolean }): void;
    hide(): void;
  };
  /** Whether any window is visible. */
  isAnyShown(): boolean;
  /** Shows a window other than the form. Resolves once its page receives notices. */
  open(screen: Exclude<OpenableScreen, 'capture'>): Promise<void>;
  close(windowId: number): void;
  sendNotice: SendNotice;
  /**
   * Hides the visible windows, except the form if `formMayStay`. Returns null when none was visible, else a function
   * that shows them again.
   */
  hideAll(how: { formMayStay: boolean }): (() => void) | null;
  /** The windows' ids in the system's capture. */
  sourceIds(): string[];
  /** From now on closing the form destroys it. */
  allowClose(): void;
}

interface Parts extends PageParts {
  /** whether the form is left out of captures */
  isExcluded: boolean;
}

/** Creates no window yet. */
export function createWindows(parts: Parts): Windows {
  const open = new Map<OpenableScreen, PageWindow>();
  let isClosingAllowed = false;
  Menu.setApplicationMenu(null);

  function make(screen: OpenableScreen): PageWindow {
    const page = openPage(screen, optionsOf(screen), parts);
    page.window.on('closed', () => open.delete(screen));
    open.set(screen, page);
    return page;
  }

  function prepareForm(): void {
    restrictPages();
    const { window } = make('capture');
    // Content protection keeps the form out of every screenshot, so that one can be taken behind it.
    if (parts.isExcluded) window.setContentProtection(true);
    window.on('close', (event) => {
      if (isClosingAllowed) return;
      event.preventDefault();
      window.hide();
    });
  }

  return {
    ...createOverlays(parts),
    prepareForm,
    form: formOf(() => open.get('capture')?.window),
    isAnyShown: () => [...open.values()].some(({ window }) => window.isVisible()),
    async open(screen) {
      const existing = open.get(screen);
      const { window, loaded } = existing ?? make(screen);
      if (existing) bringForward(window);
      else
        window.once('ready-to-show', () => {
          place(window);
          bringForward(window);
        });
      await loaded;
    },
    close: (windowId) => BrowserWindow.fromId(windowId)?.close(),
    sendNotice(name, notice) {
      for (const { window } of open.values()) window.webContents.send(name, notice);
    },
    hideAll({ formMayStay }) {
      const all = [...open].filter(([screen]) => !(formMayStay && screen === 'capture'));
      return hide(all.map(([, { window }]) => window));
    },
    sourceIds: () => [...open.values()].map(({ window }) => window.getMediaSourceId()),
    allowClose() {
      isClosingAllowed = true;
    },
  };
}

function formOf(form: () => BrowserWindow | undefined): Windows['form'] {
  return {
    isShown: () => form()?.isVisible() ?? false,
    show({ aboveAll }) {
      const window = form();
      if (!window) return;
      if (!window.isVisible()) place(window);
      window.setAlwaysOnTop(aboveAll);
      bringForward(window);
    },
    hide: () => form()?.hide(),
  };
}

function hide(windows: BrowserWindow[]): (() => void) | null {
  const visible = windows.filter((window) => window.isVisible() && !window.isMinimized());
  if (visible.length === 0) return null;
  const focused = visible.find((window) => window.isFocused());
  for (const window of visible) window.hide();
  return () => {
    for (const window of visible) if (!window.isDestroyed()) window.showInactive();
    if (focused && !focused.isDestroyed()) focused.focus();
  };
}

function optionsOf(screen: OpenableScreen): BrowserWindowConstructorOptions {
  return { ...SIZES[screen], useContentSize: true, autoHideMenuBar: true };
}

function place(window: BrowserWindow): void {
  const [width = 0, height = 0] = window.getSize();
  const bounds = centred({ width, height }, pointedDisplay(displays).workArea);
  window.setBounds(bounds);
  // Windows scales by the display a window comes from; now it is on its target display.
  if (!isDeepStrictEqual(window.getBounds(), bounds)) window.setBounds(bounds);
}

/** Also reloads a crashed page. */
function bringForward(window: BrowserWindow): void {
  if (window.webContents.isCrashed()) window.webContents.reload();
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
