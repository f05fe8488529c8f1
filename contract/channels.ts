// The names of what crosses between windows and main process, apart from their schemas: the preload needs no more.

/** Asked by a window, answered by the main process. */
export const REQUEST_NAMES = [
  'app:state',
  'window:open',
  'window:close',
  'draft:current',
  'draft:others',
  'draft:open',
  'draft:of-ticket',
  'draft:write',
  'draft:save',
  'draft:discard',
  'draft:submit',
  'draft:capture',
  'draft:add-picture',
  'draft:replace-picture',
  'draft:include',
  'draft:remove',
  'capture:windows',
  'region:picture',
  'region:choose',
  'catalogue:read',
  'people:search',
  'announcements:list',
  'announcements:join',
  'tickets:list',
  'tickets:open',
  'tickets:show',
  'tickets:act',
  'tickets:rate',
  'tickets:save-file',
  'settings:read',
  'settings:write',
  'settings:try-hotkey',
  'settings:send-token',
  'settings:confirm',
  'update:restart',
] as const;
export type RequestName = (typeof REQUEST_NAMES)[number];

/** Asked by the preload alone, with files that a person picked, dropped or pasted: a page cannot name a path by itself. */
export const ATTACH_FILES = 'draft:attach-files';

/** From the main process to preload alone: nobody sees the window, it may collect its garbage. */
export const IDLE_GC = 'idle-gc';

/** Told by the main process to its windows. */
export const NOTICE_NAMES = [
  'app:state',
  'draft:shown',
  'draft:changed',
  'catalogue:changed',
  'announcements:changed',
  'tickets:changed',
  'tickets:show',
] as const;
export type NoticeName = (typeof NOTICE_NAMES)[number];
