// The names of what crosses between windows and main process, apart from their schemas: the preload needs no more.

/** Asked by a window, answered by the main process. */
export const REQUEST_NAMES = [
  'app:state',
  'window:open',
  'window:close',
  'draft:current',
  'draft:write',
  'draft:retake',
  'draft:remove-picture',
  'draft:discard',
  'draft:submit',
  'tickets:list',
  'tickets:open',
  'tickets:show',
  'tickets:comment',
  'settings:read',
  'settings:write',
  'settings:send-token',
  'settings:confirm',
] as const;
export type RequestName = (typeof REQUEST_NAMES)[number];

/** Told by the main process to its windows. */
export const NOTICE_NAMES = ['app:state', 'draft:shown', 'tickets:changed', 'tickets:show'] as const;
export type NoticeName = (typeof NOTICE_NAMES)[number];
