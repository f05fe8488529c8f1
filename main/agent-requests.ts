// What the windows may ask of the agent: drafts, tickets and personal settings.
import type { RequestName } from '../contract/channels.ts';
import { ok } from '../contract/result.ts';
import type { AgentParts } from './agent.ts';
import type { CurrentDraft } from './draft/current-draft.ts';
import type { Submit } from './draft/submit.ts';
import { confirm, sendToken } from './enrolment/confirmation.ts';
import type { Handlers } from './ipc/answerer.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';
import type { Personal } from './settings/personal.ts';
import type { ServerClient } from './sync/server-client.ts';
import { listTickets, ticketDetail } from './tickets/my-tickets.ts';
import type { TicketStore } from './tickets/ticket-store.ts';

/** The rest is answered by the windows themselves. */
export type AgentHandlers = Handlers<
  Exclude<RequestName, 'app:state' | 'window:open' | 'window:close' | 'tickets:show'>
>;

interface Parts extends Pick<AgentParts, 'tell' | 'onState'> {
  current: CurrentDraft;
  submit: Submit;
  stores: { tickets: TicketStore; outbox: OutboxStore };
  personal: Personal;
  client: ServerClient | null;
  isEnrolled(): boolean;
  mayOpenTickets(): boolean;
  retake(): Promise<void>;
  kick(): void;
}

/** Each answers a Result; its errors are those of the part that carries it out. */
export function answerRequests(parts: Parts): AgentHandlers {
  return { ...draftRequests(parts), ...ticketRequests(parts), ...settingsRequests(parts) };
}

/** What was put in the outbox shows in the windows at once, and is sent. */
function submitted({ tell, onState, kick }: Parts, ticketId: string): void {
  tell('tickets:changed', { ids: [ticketId] });
  onState();
  kick();
}

function draftRequests(parts: Parts) {
  const { current, submit, tell, mayOpenTickets, retake } = parts;
  return {
    'draft:current': () => ok(mayOpenTickets() ? current.shown() : null),
    'draft:write': (text) => current.write(text),
    async 'draft:retake'({ id }) {
      const found = current.find(id);
      if (!found.ok) return found;
      await retake();
      return ok(undefined);
    },
    'draft:remove-picture'({ id, pictureId }) {
      const removed = current.removePicture(id, pictureId);
      if (removed.ok) tell('draft:shown', current.shown());
      return removed;
    },
    'draft:discard': ({ id }) => current.discard(id),
    async 'draft:submit'(text) {
      const sent = await submit.draft(text);
      if (sent.ok) submitted(parts, sent.value.ticketId);
      return sent;
    },
  } satisfies Partial<AgentHandlers>;
}

function ticketRequests(parts: Parts) {
  const { submit, stores, tell } = parts;
  return {
    'tickets:list': () => ok(listTickets(stores)),
    'tickets:open'({ id }) {
      const found = ticketDetail(id, stores);
      if (found.ok && stores.tickets.markRead(id)) tell('tickets:changed', { ids: [id] });
      return found;
    },
    'tickets:comment'(written) {
      const sent = submit.comment(written);
      if (sent.ok) submitted(parts, written.id);
      return sent;
    },
  } satisfies Partial<AgentHandlers>;
}

function settingsRequests(parts: Parts) {
  const { personal, kick, onState } = parts;
  return {
    'settings:read': () => ok(personal.read()),
    'settings:write'(settings) {
      personal.write(settings);
      onState();
      return ok(undefined);
    },
    'settings:send-token': (typed) => sendToken(typed, parts),
    async 'settings:confirm'(typed) {
      const confirmed = await confirm(typed, parts);
      if (confirmed.ok) kick();
      return confirmed;
    },
  } satisfies Partial<AgentHandlers>;
}
