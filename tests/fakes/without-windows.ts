// The agent's handlers where it has no windows.
import { err } from '../../contract/result.ts';
import type { Agent } from '../../main/agent/agent.ts';
import type { Handlers } from '../../main/ipc/dispatcher.ts';

/** The handlers of the agent; the requests of windows are refused. */
export function withoutWindows(agent: Agent): Handlers {
  const refuse = () => err('not-found');
  return {
    ...agent.handlers,
    'app:state': refuse,
    'window:open': refuse,
    'window:close': refuse,
    'tickets:show': refuse,
    'capture:windows': refuse,
    'region:picture': refuse,
    'region:choose': refuse,
    'settings:try-hotkey': refuse,
    'update:restart': refuse,
  };
}
