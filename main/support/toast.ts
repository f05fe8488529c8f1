// Windows toasts (and their like elsewhere) by Electron's Notification.
import { Notification } from 'electron';

export interface Toast {
  title: string;
  body: string;
  onClick(): void;
}

/** Shown ones are held: a Notification that is collected never tells of its click. */
const shown = new Set<Notification>();

/** Nothing where the system has no notifications. */
export function showToast({ title, body, onClick }: Toast): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  const forget = () => shown.delete(notification);
  notification.on('click', () => {
    forget();
    onClick();
  });
  notification.on('close', forget);
  notification.on('failed', forget);
  shown.add(notification);
  notification.show();
}
