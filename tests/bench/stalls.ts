// Measures the longest stall of an Electron program's main event loop.
import type { ElectronApplication } from '@playwright/test';

declare global {
  var stallWatch: { longest: number; timer: NodeJS.Timeout } | undefined;
}

/** Restarts the measurement. A stall is the delay of a timer that is due every millisecond, in milliseconds. */
export function watchStalls(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    clearInterval(globalThis.stallWatch?.timer);
    let last = performance.now();
    const watch = {
      longest: 0,
      timer: setInterval(() => {
        const now = performance.now();
        watch.longest = Math.max(watch.longest, now - last - 1);
        last = now;
      }, 1),
    };
    globalThis.stallWatch = watch;
  });
}

/** Returns the longest stall since watchStalls, in milliseconds. */
export function longestStall(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => globalThis.stallWatch?.longest ?? Number.NaN);
}
