// IPC requests about windows, screenshots and the hotkey, and navigation from toasts, the tray and later starts.
import type { AppState, OpenableScreen } from '../../contract/ipc.ts';
import { ok } from '../../contract/result.ts';
import type { RegionChoice } from '../capture/region-choice.ts';
import type { PictureTaker } from '../capture/take-pictures.ts';
import type { Hotkey } from '../desktop/hotkey.ts';
import type { ToastTarget } from '../desktop/toast-xml.ts';
import type { WindowHandlers } from '../ipc/dispatcher.ts';
import type { StartRequest } from '../process/start-request.ts';
import type { Updates } from '../update/updates.ts';
import type { OpenForm } from './open-form.ts';
import type { Windows } from './windows.ts';

export interface Navigation {
  open(screen: OpenableScreen): void;
  showTicket(id: string): Promise<void>;
  openTarget(target: ToastTarget): void;
  /** `otherwise` is opened when the request names nothing. */
  openRequested(request: StartRequest, otherwise: OpenableScreen | null): void;
}

/** Navigation that does not come from a window. The tray icon exists before the windows can: it waits for `ready`. */
export function createNavigation(
  windows: Pick<Windows, 'open' | 'sendNotice'>,
  openForm: OpenForm,
  ready: Promise<void>,
): Navigation {
  async function showTicket(id: string): Promise<void> {
    await ready;
    await windows.open('tickets');
    windows.sendNotice('tickets:show', { id });
  }
  async function showForm(draftId?: string): Promise<void> {
    await ready;
    await openForm({ byKey: false, ...(draftId !== undefined && { draftId }) });
  }
  async function openWindow(screen: Exclude<OpenableScreen, 'capture'>): Promise<void> {
    await ready;
    await windows.open(screen);
  }
  function open(screen: OpenableScreen): void {
    void (screen === 'capture' ? showForm() : openWindow(screen));
  }
  return {
    open,
    showTicket,
    openRequested(request, otherwise) {
      if (request.kind === 'ticket') void showTicket(request.id);
      else if (request.kind === 'new-ticket') open('capture');
      else if (request.kind === 'my-tickets') open('tickets');
      else if (request.kind === 'plain' && otherwise) open(otherwise);
    },
    openTarget(target) {
      if ('ticketId' in target) void showTicket(target.ticketId);
      else if ('draftId' in target) void showForm(target.draftId);
      else if ('screen' in target) open(target.screen);
      // Announcements are shown above the form.
      else void showForm();
    },
  };
}

/** The requests handled by the windows, not by the agent. */
export function windowRequests(parts: {
  navigation: Navigation;
  windows: Pick<Windows, 'close'>;
  screenshots: Pick<PictureTaker, 'listWindows'>;
  region: Pick<RegionChoice, 'picture' | 'answer'>;
  hotkey: Pick<Hotkey, 'try'>;
  appState(): AppState;
  updates: Pick<Updates, 'restart'>;
}): WindowHandlers {
  const { navigation, windows, screenshots, region, hotkey, appState, updates } = parts;
  return {
    'app:state': () => ok(appState()),
    'window:open'(screen) {
      navigation.open(screen);
      return ok(undefined);
    },
    'window:close'(_, { windowId }) {
      if (windowId !== null) windows.close(windowId);
      return ok(undefined);
    },
    async 'tickets:show'({ id }) {
      await navigation.showTicket(id);
      return ok(undefined);
    },
    'capture:windows': () => screenshots.listWindows(),
    'region:picture': () => ok(region.picture()),
    'region:choose'(chosen) {
      region.answer(chosen);
      return ok(undefined);
    },
    'settings:try-hotkey': ({ accelerator }) => ok(hotkey.try(accelerator)),
    'update:restart'() {
      updates.restart();
      return ok(undefined);
    },
  };
}
