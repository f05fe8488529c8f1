// A fake of Electron's Notification: records what is shown, and calls back as Windows does.
import { EventEmitter } from 'node:events';
import type { ActivationArguments, NotificationConstructorOptions, Notification as Shown } from 'electron';

export interface ShownToast extends EventEmitter {
  options: NotificationConstructorOptions;
}

export function fakeNotifications({ supported = true } = {}) {
  const shown: ShownToast[] = [];
  let handler: ((details: ActivationArguments) => void) | null = null;
  class FakeNotification extends EventEmitter {
    static isSupported = () => supported;
    static handleActivation = (callback: (details: ActivationArguments) => void) => {
      handler = callback;
    };
    readonly options: NotificationConstructorOptions;
    constructor(options: NotificationConstructorOptions = {}) {
      super();
      this.options = options;
    }
    show(): void {
      shown.push(this);
    }
  }
  return {
    notifications: FakeNotification as unknown as typeof Shown,
    shown,
    isHandled: () => handler !== null,
    /** Calls the handler as Electron does for a button, of a shown toast and through COM alike. */
    activate: (details: ActivationArguments) => handler?.(details),
  };
}
