// The end of the Windows session (sign-out, restart, shutdown), or of the computer elsewhere: drafts are saved.
import type { App, PowerMonitor } from 'electron';

/**
 * Windows first asks each window, when `save` begins, and kills the process soon after `session-end`: `end` must be
 * done on return. Elsewhere the shutdown waits until the app has quit.
 */
export function endWithSession(
  { app, powerMonitor }: { app: Pick<App, 'on' | 'quit'>; powerMonitor: Pick<PowerMonitor, 'on'> },
  { save, end }: { save(): Promise<void>; end(): void },
): void {
  let ended = false;
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', () => void save());
    window.on('session-end', () => {
      // Every window gets the event.
      if (!ended) end();
      ended = true;
    });
  });
  // Electron's types omit the event.
  powerMonitor.on('shutdown', (...[event]: { preventDefault?(): void }[]) => {
    event?.preventDefault?.();
    app.quit();
  });
}
