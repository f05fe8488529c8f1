// What the windows may ask of the agent: drafts, tickets, catalogue and personal settings.
import type { RequestName } from '../../contract/channels.ts';
import type { Handlers } from '../ipc/answerer.ts';
import { catalogueRequests } from './catalogue-requests.ts';
import { draftRequests } from './draft-requests.ts';
import { settingsRequests } from './settings-requests.ts';
import { ticketRequests } from './ticket-requests.ts';

/** Answered by the windows themselves. */
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

export type AgentHandlers = Handlers<Exclude<RequestName, WindowRequest>>;

type Parts = Parameters<typeof draftRequests>[0] &
  Parameters<typeof ticketRequests>[0] &
  Parameters<typeof catalogueRequests>[0] &
  Parameters<typeof settingsRequests>[0];

/** Each answers a Result; its errors are those of the part that carries it out. */
export function answerRequests(parts: Parts): AgentHandlers {
  return {
    ...draftRequests(parts),
    ...ticketRequests(parts),
    ...catalogueRequests(parts),
    ...settingsRequests(parts),
  };
}
