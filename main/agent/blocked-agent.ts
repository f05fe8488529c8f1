// The agent when its local data cannot be opened: it reports the problem, and reads and writes nothing.
import type { GuichetError } from '../../contract/errors.ts';
import type { AgentPolicy, PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import { ok } from '../../contract/result.ts';
import type { Agent } from './agent.ts';

/** The strictest values: no form can be opened. */
const NO_POLICY: AgentPolicy = { screenshots: false, facts: false, fileTypes: [], attachmentMegabytes: 1 };

/** Every request fails with `problem`, except those that read what the windows show. */
export function createBlockedAgent(problem: GuichetError, language: Language): Agent {
  const refuse = () => ({ ok: false, error: problem }) as const;
  return {
    handlers: {
      'app:recovery-read': refuse,
      'draft:current': () => ok(null),
      'draft:others': () => ok([]),
      'draft:open': refuse,
      'draft:of-ticket': refuse,
      'draft:write': refuse,
      'draft:save': refuse,
      'draft:discard': refuse,
      'draft:submit': refuse,
      'draft:capture': refuse,
      'draft:add-picture': refuse,
      'draft:replace-picture': refuse,
      'draft:include': refuse,
      'draft:remove': refuse,
      'catalogue:read': refuse,
      'people:search': refuse,
      'announcements:list': refuse,
      'announcements:join': refuse,
      'tickets:list': refuse,
      'tickets:open': refuse,
      'tickets:act': refuse,
      'tickets:rate': refuse,
      'tickets:save-file': refuse,
      'settings:read': () => ok({ settings: noSettings(language), imposed: [], tokenSentTo: null }),
      'settings:write': refuse,
      'settings:wish-mails': refuse,
      'settings:send-token': refuse,
      'settings:confirm': refuse,
      'settings:sign-in': refuse,
      'settings:cancel-sign-in': refuse,
      'settings:prepare-leave': refuse,
      'settings:leave': refuse,
    },
    state: () => ({
      problem,
      hindrance: null,
      recovery: null,
      isRecovering: false,
      standing: null,
      online: true,
      limited: false,
      waiting: 0,
      unread: 0,
      policy: NO_POLICY,
      language,
    }),
    mayOpenTickets: () => false,
    hasDraft: () => false,
    isWriting: () => false,
    isSending: () => false,
    credentials: () => null,
    form: { open() {}, addCaptured() {} },
    attachFiles: async () => refuse(),
    pictureBytes: async () => null,
    attachmentBytes: async () => null,
    reply: refuse,
    start() {},
    policyChanged() {},
    renew() {},
    disconnected() {},
    async saveDrafts() {},
    endNow() {},
    async stop() {},
  };
}

function noSettings(language: Language): PersonalSettings {
  return {
    fullName: '',
    email: '',
    phone: '',
    site: '',
    room: '',
    language,
    theme: 'system',
    hotkey: null,
    startAtSignIn: false,
  };
}
