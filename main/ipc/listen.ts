// Connects Electron's ipcMain to the one table of requests.
import { BrowserWindow, type IpcMain } from 'electron';
import { REQUEST_NAMES } from '../../contract/channels.ts';
import type { createAnswerer } from './answerer.ts';

/** To be called once. */
export function listenToWindows(ipcMain: IpcMain, answer: ReturnType<typeof createAnswerer>): void {
  for (const name of REQUEST_NAMES) {
    ipcMain.handle(name, ({ sender, senderFrame }, input: unknown) =>
      answer(name, input, {
        frameUrl: senderFrame?.url ?? null,
        windowId: BrowserWindow.fromWebContents(sender)?.id ?? null,
      }),
    );
  }
}
