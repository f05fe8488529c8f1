// The bridge: one typed `guichet` object made from the names of the IPC table, and no other way out of a window.
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import {
  ATTACH_FILES,
  NOTICE_NAMES,
  type NoticeName,
  REQUEST_NAMES,
  type RequestName,
} from '../contract/channels.ts';
import type { Bridge } from '../contract/ipc.ts';
import { attachReadable } from './files.ts';
import { collectWhenTold } from './idle-gc.ts';

type Ask = (input: unknown) => Promise<unknown>;
type Hear = (listener: (notice: unknown) => void) => () => void;

function asking(name: RequestName): Ask {
  return (input) => ipcRenderer.invoke(name, input);
}

function hearing(name: NoticeName): Hear {
  return (listener) => {
    const heard = (_event: IpcRendererEvent, notice: unknown) => listener(notice);
    ipcRenderer.on(name, heard);
    return () => {
      ipcRenderer.off(name, heard);
    };
  };
}

/** Before Electron 29 there is no webUtils, and a file tells its path itself. */
function pathOf(file: File & { path?: string }): string {
  return webUtils ? webUtils.getPathForFile(file) : (file.path ?? '');
}

const attachFiles: Bridge['attachFiles'] = (id, files) =>
  attachReadable(files, pathOf, (readable) => ipcRenderer.invoke(ATTACH_FILES, { id, files: readable }));

const bridge: Record<Exclude<keyof Bridge, 'attachFiles'>, Record<string, Ask | Hear>> = {
  ask: Object.fromEntries(REQUEST_NAMES.map((name) => [name, asking(name)])),
  hear: Object.fromEntries(NOTICE_NAMES.map((name) => [name, hearing(name)])),
};
contextBridge.exposeInMainWorld('guichet', { ...bridge, attachFiles });
collectWhenTold();
