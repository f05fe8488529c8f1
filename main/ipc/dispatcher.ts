// The IPC boundary of the main process: checks each request's sender and parses its input before a handler is called.
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { ATTACH_FILES, type RequestName } from '../../contract/channels.ts';
import { checked } from '../../contract/checked.ts';
import { SECOND } from '../../contract/clock.ts';
import { type AttachedFiles, AttachFiles, REQUESTS, type RequestOut } from '../../contract/ipc.ts';
import { err, type Result } from '../../contract/result.ts';
import { invalidRequest } from '../support/invalid-request.ts';
import type { Log } from '../support/log.ts';
import { storageFailureOf } from '../support/storage-failure.ts';

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
 * Requests that only read and write local data, each at most once and last: while another program holds the database, they are
 * made again until it lets go.
 */
const REPEATABLE: ReadonlySet<string> = new Set<RequestName>([
  'draft:current',
  'draft:others',
  'draft:open',
  'draft:of-ticket',
  'draft:save',
  'draft:discard',
  'draft:submit',
  'draft:include',
  'draft:remove',
  'catalogue:read',
  'announcements:list',
  'announcements:join',
  'tickets:list',
  'tickets:open',
  'tickets:act',
  'tickets:rate',
  'settings:read',
  'settings:write',
  'settings:wish-mails',
]);
/** A person waits for the answer; what is typed is written again by the window itself. */
const REPEATED_FOR_MS = 15 * SECOND;
const BETWEEN_TRIES_MS = 250;

type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * Errors besides the handlers' own: `foreign-origin`, `invalid-request`, and when a handler throws those of
 * `storageFailureOf` or `agent-failed`.
 */
export function createDispatcher(handlers: Handlers, log: Log, pause: Pause = setTimeout) {
  return <N extends RequestName>(name: N, input: unknown, sender: Sender): Promise<Result<RequestOut<N>>> =>
    dispatch(name, sender, log, () => {
      const parsed = checked(REQUESTS[name].in, input);
      if (!parsed.success) return invalidRequest(parsed.error);
      const handle = async () => handlers[name](parsed.data as Parsed<N>, sender);
      return REPEATABLE.has(name) ? whileBusy(handle, pause) : handle();
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

async function whileBusy<T>(handle: () => Promise<T>, pause: Pause): Promise<T> {
  for (let waited = 0; waited < REPEATED_FOR_MS; waited += BETWEEN_TRIES_MS) {
    try {
      return await handle();
    } catch (failure) {
      if (storageFailureOf(failure) !== 'storage-busy') throw failure;
    }
    await pause(BETWEEN_TRIES_MS);
  }
  return handle();
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
    const failure = storageFailureOf(bug);
    // A failing disk is told where it is watched.
    if (!failure) log.error(`${name} failed`, bug);
    return err(failure ?? 'agent-failed');
  }
}

function isOwnFrame(url: string | null): boolean {
  return url !== null && (url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`));
}
