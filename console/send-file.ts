// Uploads a file and reports its progress, by XMLHttpRequest: fetch has no upload progress.

import { createContext, useContext } from 'react';
import { CONSOLE_API, type ConsoleApi } from '../contract/console-api.ts';
import { parseJson } from '../contract/json.ts';
import { type FileName, type HttpOperation, type InputOf, requestPath } from '../contract/operation.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { refusalOf } from './api.ts';

type Name = FileName<ConsoleApi>;

/**
 * Calls an operation whose body is `file`. `onProgress` is called with the bytes sent so far. A refusal and an unreachable
 * server are returned as Results.
 */
export type SendFile = <N extends Name>(
  name: N,
  input: Omit<InputOf<ConsoleApi[N]>, 'body'>,
  file: Blob,
  onProgress: (sent: number) => void,
) => Promise<Result<null>>;

/** The part of XMLHttpRequest that is used. */
export interface FileRequest extends EventTarget {
  /** emits `progress` events */
  readonly upload: EventTarget;
  readonly status: number;
  readonly responseText: string;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Blob): void;
}

export function createSendFile(newRequest: () => FileRequest): SendFile {
  return (name, input, file, onProgress) =>
    new Promise((resolve) => {
      const operation: HttpOperation = CONSOLE_API[name];
      const request = newRequest();
      request.open(operation.method, requestPath(operation, { ...input }));
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.upload.addEventListener('progress', (event) => {
        if ('loaded' in event) onProgress(Number(event.loaded));
      });
      request.addEventListener('error', () => resolve(err('server-unreachable')));
      request.addEventListener('load', () => {
        const { status, responseText } = request;
        resolve(status < 300 ? ok(null) : refusalOf(status, parseJson(responseText)));
      });
      request.send(file);
    });
}

export const SendFileContext = createContext<SendFile | null>(null);

export function useSendFile(): SendFile {
  const sendFile = useContext(SendFileContext);
  if (!sendFile) throw new Error('useSendFile outside SendFileContext');
  return sendFile;
}
