// A reply typed in a toast: submitted as a comment, or stored as a draft when that fails.

import { SECOND } from '../../contract/clock.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';
import type { Language } from '../../contract/primitives.ts';
import { ok, type Result } from '../../contract/result.ts';
import { sentenceOf } from '../../contract/sentences.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import { type DraftStore, newDraft } from '../draft/draft-store.ts';
import type { Submit } from '../draft/submit.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import type { Texts } from '../support/texts.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import { titleOf } from './notify-news.ts';

interface Parts {
  chance: Chance;
  clock: Clock;
  toast: ShowToast;
  texts: Texts;
  submit: Pick<Submit, 'reply'>;
  drafts: Pick<DraftStore, 'save'>;
  tickets: Pick<TicketStore, 'heading' | 'markRead'>;
  language(): Language;
  /** Called after a command was appended to the outbox: updates the windows and starts a sync. */
  submitted(ticketId: string): void;
}

/** How often a reply is tried again that the disk does not take: its box is gone, and nobody can type it again. */
const AGAIN_MS = SECOND;

/**
 * A reply that cannot be submitted becomes the draft of a new ticket with the same title, as a refused comment does.
 */
export function createToastReply(parts: Parts): (ticketId: string, text: string) => Result<void> {
  const { submit, drafts, tickets, chance, toast, texts, language, submitted, clock } = parts;

  function keep(ticketId: string, text: string): Result<void> {
    const sent = submit.reply(ticketId, text);
    if (sent.ok) return sent;
    const { error } = sent;
    const title = tickets.heading(ticketId)?.title ?? '';
    const draftId = newId(chance);
    const content = { ...NEW_CONTENT, title, description: text };
    drafts.save({ ...newDraft(draftId, null), content, problem: error });
    const refusal = { kind: 'add-comment', ticketId, draftId, title, error } as const;
    const said = titleOf(refusal, texts(language()));
    toast({ title: said, body: sentenceOf(error, language()), reply: null }, { draftId });
    return sent;
  }

  return function reply(ticketId, text) {
    let kept: Result<void>;
    try {
      kept = keep(ticketId, text);
    } catch (failure) {
      if (!storageFailureOf(failure)) throw failure;
      clock.after(AGAIN_MS, () => void reply(ticketId, text));
      return ok(undefined);
    }
    if (kept.ok) {
      // A user who replies has read the ticket.
      tickets.markRead(ticketId);
      submitted(ticketId);
    }
    return ok(undefined);
  };
}
