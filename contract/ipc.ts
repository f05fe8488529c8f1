// The one table of IPC between the agent's windows and its main process, put together from those of each kind of window.
// Preload and handlers derive from it, and both sides import all its schemas from here.
import type { z } from 'zod';
import { APP_NOTICES, APP_REQUESTS } from './app-ipc.ts';
import type { NoticeName, RequestName } from './channels.ts';
import { type AttachedFiles, DRAFT_NOTICES, DRAFT_REQUESTS } from './draft-ipc.ts';
import { FORM_NOTICES, FORM_REQUESTS } from './form-ipc.ts';
import type { Result } from './result.ts';
import { SETTINGS_REQUESTS } from './settings-ipc.ts';
import { TICKET_NOTICES, TICKET_REQUESTS } from './tickets-ipc.ts';

export * from './app-ipc.ts';
export * from './draft-ipc.ts';
export * from './form-ipc.ts';
export * from './settings-ipc.ts';
export * from './tickets-ipc.ts';

/** Requests from a window. Each is answered by a Result whose value is `out`. */
export const REQUESTS = {
  ...APP_REQUESTS,
  ...DRAFT_REQUESTS,
  ...FORM_REQUESTS,
  ...TICKET_REQUESTS,
  ...SETTINGS_REQUESTS,
} as const satisfies Record<RequestName, { in: z.ZodType; out: z.ZodType }>;

/** The input of a request, before it is parsed. */
export type RequestIn<N extends RequestName> = z.input<(typeof REQUESTS)[N]['in']>;

/** The value that a request returns when it succeeds. */
export type RequestOut<N extends RequestName> = z.output<(typeof REQUESTS)[N]['out']>;

/** Notices from the main process to its windows. */
const NOTICES = {
  ...APP_NOTICES,
  ...DRAFT_NOTICES,
  ...FORM_NOTICES,
  ...TICKET_NOTICES,
} as const satisfies Record<NoticeName, z.ZodType>;

/** What a notice carries. */
export type Notice<N extends NoticeName> = z.output<(typeof NOTICES)[N]>;

/** `window.guichet`: the only way out of a window. */
export interface Bridge {
  ask: { [N in RequestName]: (input: RequestIn<N>) => Promise<Result<RequestOut<N>>> };
  /** Calls the listener with each notice. Returns a function that unsubscribes it. */
  hear: { [N in NoticeName]: (listener: (notice: Notice<N>) => void) => () => void };
  /** Attaches files that a person chose, dropped or pasted to a draft. */
  attachFiles(draftId: string, files: readonly File[]): Promise<Result<AttachedFiles>>;
}
