// Frees the memory of a hidden window after work.
import { ipcRenderer } from 'electron';
import { IDLE_GC } from '../contract/channels.ts';

/** Collects garbage when the main process requests it. */
export function collectOnRequest(): void {
  ipcRenderer.on(IDLE_GC, () => globalThis.gc?.());
}
