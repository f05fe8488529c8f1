// The life of the process: one per Windows user, awake with the computer, and its orderly end.
import type { App, Net, PowerMonitor } from 'electron';
import type { Clock } from './support/clock.ts';

const NETWORK_CHECK_MS = 5000;

/** This user's agent runs already and was started once more: that other process ends by itself. */
export function onSecondStart(app: App, act: () => void): void {
  app.on('second-instance', act);
}

/** Calls `renew` when what was open can no longer be trusted: after sleep, and when the network is back. */
export function watchConnection(
  { powerMonitor, net, clock }: { powerMonitor: PowerMonitor; net: Pick<Net, 'isOnline'>; clock: Clock },
  renew: () => void,
): void {
  powerMonitor.on('resume', renew);
  let wasOnline = net.isOnline();
  const check = () => {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) renew();
    wasOnline = isOnline;
    clock.after(NETWORK_CHECK_MS, check);
  };
  clock.after(NETWORK_CHECK_MS, check);
}

/** The agent outlives its windows. On quit `stop` is awaited once; `leaving` is called first, before windows close. */
export function stopOnQuit(app: App, leaving: () => void, stop: () => Promise<void>): void {
  app.on('window-all-closed', () => {});
  app.on('before-quit', leaving);
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    // While the event is being handled a second quit would be ignored, however soon `stop` is done.
    void stop().finally(() => setImmediate(() => app.quit()));
  });
}
