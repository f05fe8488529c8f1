// Toasts (Windows) and notifications (elsewhere) through Electron's Notification: shown, clicked, answered.
import { randomUUID } from 'node:crypto';
import type { Notification } from 'electron';
import type { Log } from '../support/log.ts';
import { readToastArguments, type ShowToast, type ToastTarget, toastXml } from './toast-xml.ts';

/** Windows keeps twenty toasts per program in its notification centre. */
const MAX_ACTIVE = 20;

export interface Toasts {
  /** Does nothing where the system has no notifications. Only Windows has a reply box. */
  show: ShowToast;
}

interface Parts {
  /** Electron's own class */
  notifications: Pick<typeof Notification, 'isSupported' | 'handleActivation'> & typeof Notification;
  platform: NodeJS.Platform;
  log: Log;
  onClick(target: ToastTarget): void;
  onReply(ticketId: string, text: string): void;
}

/** Each toast is handled once, whichever callbacks Windows and Electron send. */
export function createToasts({ notifications, platform, log, onClick, onReply }: Parts): Toasts {
  const onWindows = platform === 'win32';
  /** Keeps references: a garbage-collected Notification emits no click. */
  const active = new Map<string, Notification>();
  const handled = new Set<string>();

  function once(id: string, act: () => void): void {
    active.delete(id);
    if (handled.has(id)) return;
    handled.add(id);
    keepNewest(handled);
    act();
  }

  // Also covers toasts of an earlier run, including the one that started this run.
  if (onWindows) {
    notifications.handleActivation(({ type, arguments: query, reply = '' }) => {
      const activated = readToastArguments(query);
      if (!activated) return;
      const { tag, target } = activated;
      const isReply = type === 'reply' && 'ticketId' in target && reply.trim() !== '';
      once(tag, () => (isReply ? onReply(target.ticketId, reply) : onClick(target)));
    });
  }

  return {
    show(toast, target) {
      if (!notifications.isSupported()) return;
      const id = randomUUID();
      const { title, body } = toast;
      const notification = new notifications({
        id,
        title,
        body,
        ...(onWindows ? { toastXml: toastXml(toast, id, target) } : {}),
      });
      notification.on('click', () => once(id, () => onClick(target)));
      // A toast that timed out is still in the notification centre and can be clicked there.
      notification.on('close', (event) => {
        if (event?.reason !== 'timedOut') active.delete(id);
      });
      // Also emitted when the user or a policy has turned notifications off.
      notification.on('failed', (_event, reason) => {
        active.delete(id);
        log.warn(`a toast could not be shown: ${reason}`);
      });
      active.set(id, notification);
      keepNewest(active);
      notification.show();
    },
  };
}

function keepNewest(entries: Map<string, unknown> | Set<string>): void {
  const [oldest] = entries.keys();
  if (entries.size > MAX_ACTIVE && oldest !== undefined) entries.delete(oldest);
}
