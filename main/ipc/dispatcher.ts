// The door between windows and main process: every request is checked for its sender and parsed before it is handled.
import type { z } from 'zod';
import { ATTACH_FILES, type RequestName } from '../../contract/channels.ts';
import { type AttachedFiles, AttachFiles, REQUESTS, type RequestOut } from '../../contract/ipc.ts';
import { err, type Result } from '../../contract/result.ts';
import type { Log } from '../support/log.ts';

export const APP_ORIGIN = 'guichet://app';

/** Where a request came from. */
export interface Sender {
  /** URL of the frame, null when the frame is gone already */
  frameUrl: string | null;
  windowId: number | null;
}

/** Errors: those of the draft. */
export type AttachAll = (files: AttachFiles) => Promise<Result<AttachedFiles>>;
type Parsed<N extends RequestName> = z.output<(typeof REQUESTS)[N]['in']>;
export type Handler<N extends RequestName> = (
  input: Parsed<N>,
  sender: Sender,
) => Result<RequestOut<N>> | Promise<Result<RequestOut<N>>>;
export type Handlers<N extends RequestName = RequestName> = { [K in N]: Handler<K> };

/** What the windows answer themselves; the agent answers all else. */
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

/** Errors beside the handlers' own: `foreign-origin`, `invalid-request`, and what `failureOf` makes of a throw. */
export function createDispatcher(handlers: Handlers, log: Log) {
  return <N extends RequestName>(name: N, input: unknown, sender: Sender): Promise<Result<RequestOut<N>>> =>
    dispatch(name, sender, log, () => {
      const parsed = REQUESTS[name].in.safeParse(input);
      return parsed.success ? handlers[name](parsed.data as Parsed<N>, sender) : invalid(parsed.error);
    });
}

/** The same for the files that the preload hands over, which are no request of the page. */
export function createFilesDispatcher(attach: AttachAll, log: Log) {
  return (input: unknown, sender: Sender): Promise<Result<AttachedFiles>> =>
    dispatch(ATTACH_FILES, sender, log, () => {
      const parsed = AttachFiles.safeParse(input);
      return parsed.success ? attach(parsed.data) : invalid(parsed.error);
    });
}

async function dispatch<T>(
  name: string,
  { frameUrl }: Sender,
  log: Log,
  handle: () => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> {
  if (!isOwnFrame(frameUrl)) {
    log.warn(`a frame that is not ours asked for ${name}`);
    return err('foreign-origin');
  }
  try {
    return await handle();
  } catch (bug) {
    log.error(`${name} failed`, bug);
    return err(failureOf(bug));
  }
}

function invalid({ issues }: z.ZodError): ReturnType<typeof err> {
  return err('invalid-request', {
    issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}

/** A full or failing disk is not the program's fault, and the person can do something about it. */
function failureOf(thrown: unknown): 'storage-failed' | 'agent-failed' {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|ENOSPC|EIO|EROFS|EDQUOT)/.test(code)
    ? 'storage-failed'
    : 'agent-failed';
}

function isOwnFrame(url: string | null): boolean {
  return url !== null && (url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`));
}
