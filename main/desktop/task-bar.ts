// The agent in the task bar: on Windows a jump list and a badge on each window, elsewhere a number.
import type { App, BrowserWindow, JumpListItem, NativeImage } from 'electron';
import type { AppState } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Bitmap } from '../capture/picture-store.ts';
import { LAUNCH } from '../process/start-request.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';
import { badgeOf } from './badge.ts';
import { unreadText } from './tooltip.ts';

type RenderedState = Pick<AppState, 'language' | 'unread'>;

export interface TaskBar {
  render(state: RenderedState): void;
}

interface Parts {
  app: Pick<App, 'setBadgeCount' | 'setJumpList' | 'on' | 'isPackaged' | 'getAppPath'>;
  process: Pick<NodeJS.Process, 'platform' | 'execPath'>;
  windows(): Pick<BrowserWindow, 'setOverlayIcon' | 'isVisible'>[];
  imageOf(badge: Bitmap): NativeImage;
  texts: Texts;
  log: Log;
}

/** Nothing is shown before the first `render`. */
export function createTaskBar(parts: Parts): TaskBar {
  const { app, process, windows, imageOf, texts, log } = parts;
  if (process.platform !== 'win32') return { render: ({ unread }) => void app.setBadgeCount(unread) };

  let rendered: RenderedState | null = null;
  function mark(window: Pick<BrowserWindow, 'setOverlayIcon'>): void {
    const badge = rendered && badgeOf(rendered.unread);
    const [image, description] =
      rendered && badge ? [imageOf(badge), unreadText(rendered, texts)] : [null, ''];
    window.setOverlayIcon(image, description);
  }
  // Windows makes a new button, without a badge, each time a window is shown.
  app.on('browser-window-created', (_event, window) => window.on('show', () => mark(window)));

  return {
    render(state) {
      const before = rendered;
      rendered = state;
      if (state.language !== before?.language) {
        const answer = app.setJumpList([{ type: 'tasks', items: tasks(state.language, parts) }]);
        // Fails when the user or a policy has turned jump lists off.
        if (answer !== 'ok') log.warn(`the jump list could not be set: ${answer}`);
      }
      if (state.unread === before?.unread && state.language === before.language) return;
      for (const window of windows()) if (window.isVisible()) mark(window);
    },
  };
}

/** A second agent started this way hands its request over and exits. */
function tasks(language: Language, { app, process, texts }: Parts): JumpListItem[] {
  const t = texts(language);
  // An unpackaged app is Electron with the app's folder.
  const folder = app.isPackaged ? '' : `"${app.getAppPath()}" `;
  const task = (title: string, argument: string): JumpListItem => ({
    type: 'task',
    title,
    program: process.execPath,
    args: folder + argument,
    iconPath: process.execPath,
    iconIndex: 0,
  });
  return [task(t('tray.newTicket'), LAUNCH.capture), task(t('tray.tickets'), LAUNCH.tickets)];
}
