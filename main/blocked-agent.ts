// The agent that cannot open what it keeps: it says why, reads nothing and writes nothing.
import type { GuichetError } from '../contract/errors.ts';
import { ok } from '../contract/result.ts';
import type { Language } from '../contract/words.ts';
import type { Agent } from './agent.ts';

/** `problem` answers every request but the reading of what is shown. */
export function createBlockedAgent(problem: GuichetError, language: Language): Agent {
  const refuse = () => ({ ok: false, error: problem }) as const;
  return {
    handlers: {
      'draft:current': () => ok(null),
      'draft:write': refuse,
      'draft:retake': refuse,
      'draft:remove-picture': refuse,
      'draft:discard': refuse,
      'draft:submit': refuse,
      'tickets:list': refuse,
      'tickets:open': refuse,
      'tickets:comment': refuse,
      'settings:read': () => ok({ fullName: '', email: '', language }),
      'settings:write': refuse,
      'settings:send-token': refuse,
      'settings:confirm': refuse,
    },
    state: () => ({ problem, standing: null, online: true, waiting: 0, language }),
    mayOpenTickets: () => false,
    hasDraft: () => false,
    openDraft() {},
    addPicture() {},
    pictureBytes: async () => null,
    start() {},
    renew() {},
    async stop() {},
  };
}
