// The names of the requests and notices between windows and main process. The preload needs no schemas.

/** Requests: from a window to the main process, which answers. */
export const REQUEST_NAMES = [
  'app:state',
  'app:recovery-read',
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
  'settings:wish-mails',
  'settings:try-hotkey',
  'settings:send-token',
  'settings:confirm',
  'settings:sign-in',
  'settings:cancel-sign-in',
  'settings:prepare-leave',
  'settings:leave',
  'update:restart',
] as const;
export type RequestName = (typeof REQUEST_NAMES)[number];

/** From the preload only, with files that a person chose, dropped or pasted: a page cannot name a path by itself. */
export const ATTACH_FILES = 'draft:attach-files';

/** From the main process to the preload only: the window is hidden, and may collect its garbage. */
export const IDLE_GC = 'idle-gc';

/** Notices: from the main process to its windows, without an answer. */
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
