// The end of the Windows session (sign-out, restart, shutdown), or of the computer elsewhere: what was written is kept.
import type { App, PowerMonitor } from 'electron';

/**
 * Windows asks each window first (`save` begins then), and ends the process soon after it has said that the session
 * ends: `end` has to be done when it returns. Elsewhere the shutdown waits until the app has quit.
 */
export function endWithSession(
  { app, powerMonitor }: { app: Pick<App, 'on' | 'quit'>; powerMonitor: Pick<PowerMonitor, 'on'> },
  { save, end }: { save(): Promise<void>; end(): void },
): void {
  let ended = false;
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', () => void save());
    window.on('session-end', () => {
      // It is told to every window.
      if (!ended) end();
      ended = true;
    });
  });
  // Electron's types leave the event out.
  powerMonitor.on('shutdown', (...[event]: { preventDefault?(): void }[]) => {
    event?.preventDefault?.();
    app.quit();
  });
}
