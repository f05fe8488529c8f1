// The IPC boundary of the main process: checks each request's sender and parses its input before a handler is called.
import type { z } from 'zod';
import { ATTACH_FILES, type RequestName } from '../../contract/channels.ts';
import { checked } from '../../contract/checked.ts';
import { type AttachedFiles, AttachFiles, REQUESTS, type RequestOut } from '../../contract/ipc.ts';
import { err, type Result } from '../../contract/result.ts';
import { invalidRequest } from '../support/invalid-request.ts';
import type { Log } from '../support/log.ts';

export const APP_ORIGIN = 'guichet://app';

/** The frame a request came from. */
export interface Sender {
  /** URL of the frame; null when the frame is gone */
  frameUrl: string | null;
  windowId: number | null;
}

/** Errors: `draft-gone`. */
export type AttachAll = (files: AttachFiles) => Promise<Result<AttachedFiles>>;
type Parsed<N extends RequestName> = z.output<(typeof REQUESTS)[N]['in']>;
type Handler<N extends RequestName> = (
  input: Parsed<N>,
  sender: Sender,
) => Result<RequestOut<N>> | Promise<Result<RequestOut<N>>>;
export type Handlers<N extends RequestName = RequestName> = { [K in N]: Handler<K> };

/** Requests handled by the windows; the agent handles all others. */
type WindowRequest =
  | 'app:state'
  | 'window:open'
  | 'window:close'
  | 'tickets:show'
  | 'capture:windows'
  | 'region:picture'
  | 'region:choose'
  | 'settings:try-hotkey'
  | 'update:restart';
export type WindowHandlers = Handlers<WindowRequest>;
export type AgentHandlers = Handlers<Exclude<RequestName, WindowRequest>>;

/**
 * Errors besides the handlers' own: `foreign-origin`, `invalid-request`, and those of `failureOf` when a handler
 * throws.
 */
export function createDispatcher(handlers: Handlers, log: Log) {
  return <N extends RequestName>(name: N, input: unknown, sender: Sender): Promise<Result<RequestOut<N>>> =>
    dispatch(name, sender, log, () => {
      const parsed = checked(REQUESTS[name].in, input);
      return parsed.success ? handlers[name](parsed.data as Parsed<N>, sender) : invalidRequest(parsed.error);
    });
}

/** The same for files handed over by the preload, which a page cannot request. */
export function createFilesDispatcher(attach: AttachAll, log: Log) {
  return (input: unknown, sender: Sender): Promise<Result<AttachedFiles>> =>
    dispatch(ATTACH_FILES, sender, log, () => {
      const parsed = checked(AttachFiles, input);
      return parsed.success ? attach(parsed.data) : invalidRequest(parsed.error);
    });
}

async function dispatch<T>(
  name: string,
  { frameUrl }: Sender,
  log: Log,
  handle: () => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> {
  if (!isOwnFrame(frameUrl)) {
    log.warn(`a foreign frame requested ${name}`);
    return err('foreign-origin');
  }
  try {
    return await handle();
  } catch (bug) {
    log.error(`${name} failed`, bug);
    return err(failureOf(bug));
  }
}

/** A full or failing disk is not a bug, and the user can act on it. */
function failureOf(thrown: unknown): 'storage-failed' | 'agent-failed' {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|ENOSPC|EIO|EROFS|EDQUOT)/.test(code)
    ? 'storage-failed'
    : 'agent-failed';
}

function isOwnFrame(url: string | null): boolean {
  return url !== null && (url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`));
}
