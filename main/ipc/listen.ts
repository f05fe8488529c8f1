// Registers the handlers of the IPC table, and of the preload's files, with Electron's ipcMain.
import { BrowserWindow, type IpcMain, type IpcMainInvokeEvent } from 'electron';
import { ATTACH_FILES, REQUEST_NAMES } from '../../contract/channels.ts';
import type { Log } from '../support/log.ts';
import {
  type AttachAll,
  createDispatcher,
  createFilesDispatcher,
  type Handlers,
  type Sender,
} from './dispatcher.ts';

/** Call it once. */
export function listenToWindows(
  ipcMain: IpcMain,
  { handlers, attachFiles, log }: { handlers: Handlers; attachFiles: AttachAll; log: Log },
): void {
  const answer = createDispatcher(handlers, log);
  const answerFiles = createFilesDispatcher(attachFiles, log);
  for (const name of REQUEST_NAMES) {
    ipcMain.handle(name, (event, input: unknown) => answer(name, input, senderOf(event)));
  }
  ipcMain.handle(ATTACH_FILES, (event, input: unknown) => answerFiles(input, senderOf(event)));
}

function senderOf({ sender, senderFrame }: IpcMainInvokeEvent): Sender {
  return {
    frameUrl: senderFrame?.url ?? null,
    windowId: BrowserWindow.fromWebContents(sender)?.id ?? null,
  };
}
