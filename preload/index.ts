// The preload bridge: one typed `guichet` object made from the names of the IPC table, and nothing else.
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
import { collectOnRequest } from './idle-gc.ts';

type RequestFunction = (input: unknown) => Promise<unknown>;
type SubscribeFunction = (listener: (notice: unknown) => void) => () => void;

function requestFunction(name: RequestName): RequestFunction {
  return (input) => ipcRenderer.invoke(name, input);
}

function subscribeFunction(name: NoticeName): SubscribeFunction {
  return (listener) => {
    const handler = (_event: IpcRendererEvent, notice: unknown) => listener(notice);
    ipcRenderer.on(name, handler);
    return () => {
      ipcRenderer.off(name, handler);
    };
  };
}

/** Before Electron 29 there is no webUtils, and a file has its own path. */
function pathOf(file: File & { path?: string }): string {
  return webUtils ? webUtils.getPathForFile(file) : (file.path ?? '');
}

const attachFiles: Bridge['attachFiles'] = (id, files) =>
  attachReadable(files, pathOf, (readable) => ipcRenderer.invoke(ATTACH_FILES, { id, files: readable }));

const bridge: Record<
  Exclude<keyof Bridge, 'attachFiles'>,
  Record<string, RequestFunction | SubscribeFunction>
> = {
  ask: Object.fromEntries(REQUEST_NAMES.map((name) => [name, requestFunction(name)])),
  hear: Object.fromEntries(NOTICE_NAMES.map((name) => [name, subscribeFunction(name)])),
};
contextBridge.exposeInMainWorld('guichet', { ...bridge, attachFiles });
collectOnRequest();
