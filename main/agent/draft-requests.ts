// IPC requests about drafts of new tickets and of comments on existing tickets.
import { ok, type Result } from '../../contract/result.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import { nextTurn } from '../support/turn.ts';
import { type MyTicketsParts, ticketDetail } from '../tickets/my-tickets.ts';
import type { Drafting } from './drafting.ts';

interface Parts
  extends Pick<Drafting, 'openDrafts' | 'form' | 'views' | 'submit' | 'draftPictures' | 'choice'> {
  drafts: DraftStore;
  myTickets: MyTicketsParts;
  /** Called after a command was appended to the outbox: updates the windows and starts a sync. */
  submitted(ticketId: string): void;
}

/** Each handler returns the errors of the function it calls. */
export function draftRequests(parts: Parts) {
  const { openDrafts, drafts, form, views, submit, draftPictures, choice, myTickets, submitted } = parts;

  /** Updates the window after a picture has changed. */
  async function changing(id: string, change: Promise<Result<void>>): Promise<Result<void>> {
    const changed = await change;
    if (changed.ok) views.publish(id);
    return changed;
  }

  return {
    'draft:current': () => ok(form.current()),
    'draft:others': () => ok(drafts.ofNewTickets().filter(({ id }) => id !== openDrafts.form()?.id)),
    'draft:open'({ id }) {
      const found = openDrafts.find(id);
      if (found.ok) form.open({ id });
      return found.ok ? ok(undefined) : found;
    },
    'draft:of-ticket'({ id }) {
      const found = ticketDetail(id, myTickets);
      return found.ok ? ok(views.view(openDrafts.ofTicket(id))) : found;
    },
    'draft:write'({ id, content }) {
      const found = openDrafts.find(id);
      if (!found.ok) return found;
      openDrafts.save({ ...found.value, content });
      return ok(undefined);
    },
    'draft:save': ({ id }) => changing(id, draftPictures.save(id)),
    'draft:discard': ({ id }) => openDrafts.discard(id),
    async 'draft:submit'(toSend) {
      const sent = await submit.draft(toSend);
      // Answer the Send request first: the rest takes longer.
      if (sent.ok) void nextTurn().then(() => submitted(sent.value.ticketId));
      return sent;
    },
    'draft:capture': (request) => form.capture(request),
    'draft:add-picture': ({ id, png }) => changing(id, draftPictures.addMade(id, png)),
    'draft:replace-picture': ({ id, attachmentId, png }) =>
      changing(id, draftPictures.replace(id, attachmentId, png)),
    'draft:include': (request) => choice.include(request),
    'draft:remove': (request) => choice.remove(request),
  } satisfies Partial<Handlers>;
}
