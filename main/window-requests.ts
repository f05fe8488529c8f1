// What a window may ask about windows, and the way from a toast, the tray or a second start to one of them.
import type { AppState, Screen } from '../contract/ipc.ts';
import { ok } from '../contract/result.ts';
import type { ToastTarget } from './agent.ts';
import type { Handlers } from './ipc/answerer.ts';
import type { OpenForm } from './open-form.ts';
import type { Windows } from './windows.ts';

export interface Openings {
  open(screen: Screen): void;
  showTicket(id: string): Promise<void>;
  openTarget(target: ToastTarget): void;
}

/** The ways in that do not come from a window. */
export function createOpenings(windows: Windows, openForm: OpenForm): Openings {
  async function showTicket(id: string): Promise<void> {
    await windows.open('tickets');
    windows.tell('tickets:show', { id });
  }
  return {
    open: (screen) => void (screen === 'capture' ? openForm({ byKey: false }) : windows.open(screen)),
    showTicket,
    openTarget(target) {
      if ('ticketId' in target) void showTicket(target.ticketId);
      else void openForm({ byKey: false, draftId: target.draftId });
    },
  };
}

/** The requests that are about windows, not about the agent. */
export function windowRequests(parts: {
  openings: Openings;
  windows: Windows;
  appState(): AppState;
}): Handlers<'app:state' | 'window:open' | 'window:close' | 'tickets:show'> {
  const { openings, windows, appState } = parts;
  return {
    'app:state': () => ok(appState()),
    'window:open'(screen) {
      openings.open(screen);
      return ok(undefined);
    },
    'window:close'(_, { windowId }) {
      if (windowId !== null) windows.close(windowId);
      return ok(undefined);
    },
    async 'tickets:show'({ id }) {
      await openings.showTicket(id);
      return ok(undefined);
    },
  };
}
