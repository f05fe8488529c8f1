// A window that nobody sees gives back the memory that its work has left behind.
import { ipcRenderer } from 'electron';
import { IDLE_GC } from '../contract/channels.ts';

/** Collects garbage when the main process says that it is time. */
export function collectOnRequest(): void {
  ipcRenderer.on(IDLE_GC, () => globalThis.gc?.());
}
