// The parts of the agent on the desktop other than its windows: tray icon, toasts, task bar.
import { type App, BrowserWindow, Notification, nativeImage } from 'electron';
import type { AppState } from '../../contract/ipc.ts';
import type { Agent } from '../agent/agent.ts';
import type { Bitmap } from '../capture/picture-store.ts';
import { createTaskBar } from '../desktop/task-bar.ts';
import { createToasts } from '../desktop/toast.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import { createTray } from '../desktop/tray.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';
import type { Updates } from '../update/updates.ts';
import type { Navigation } from '../windows/window-requests.ts';

export interface DesktopUi {
  render(state: AppState): void;
  toast: ShowToast;
}

/**
 * Respects do-not-disturb: the system holds back ordinary toasts, no window comes to the front by itself, nothing
 * flashes, no sound is played. Icon and badge are not affected.
 */
export function createDesktopUi(parts: {
  app: App;
  process: NodeJS.Process;
  agent: Pick<Agent, 'reply'>;
  navigation: Navigation;
  updates: Pick<Updates, 'restart'>;
  /** folder of tray-ready.png and the other icons */
  iconFolder: string;
  texts: Texts;
  log: Log;
}): DesktopUi {
  const { app, process, agent, navigation } = parts;
  const tray = createTray({ ...parts, open: navigation.open, quit: () => app.quit() });
  const taskBar = createTaskBar({ ...parts, windows: () => BrowserWindow.getAllWindows(), imageOf });
  const toasts = createToasts({
    notifications: Notification,
    platform: process.platform,
    log: parts.log,
    onClick: navigation.openTarget,
    onReply(ticketId, text) {
      // The window shows why it cannot be stored.
      if (!agent.reply(ticketId, text).ok) navigation.open('tickets');
    },
  });
  return {
    render(state) {
      tray.render(state);
      taskBar.render(state);
    },
    toast: toasts.show,
  };
}

function imageOf({ pixels, ...size }: Bitmap) {
  return nativeImage.createFromBitmap(Buffer.from(pixels), size);
}
