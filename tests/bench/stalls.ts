// The longest time the main process of an Electron program did not come round to its event loop.
import type { ElectronApplication } from '@playwright/test';

declare global {
  var stallWatch: { longest: number; timer: NodeJS.Timeout } | undefined;
}

/** Starts anew; a stall is what a timer due every millisecond comes late, in milliseconds. */
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

/** Milliseconds, since the watch was started. */
export function longestStall(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => globalThis.stallWatch?.longest ?? Number.NaN);
}
