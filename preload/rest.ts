// A window that nobody sees gives back the memory that its work has left behind.

/** As in the main process. */
const QUIET_MS = 5000;

/** Collects garbage a while after the page was loaded hidden, or was hidden. */
export function restWhenHidden(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(() => globalThis.gc?.(), QUIET_MS);
  }
  document.addEventListener('visibilitychange', look);
  look();
}
