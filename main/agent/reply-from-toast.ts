// An answer written in a toast: sent as one from the message box is, and kept as a draft when it cannot be.

import { NEW_CONTENT } from '../../contract/new-content.ts';
import type { Language } from '../../contract/primitives.ts';
import { ok, type Result } from '../../contract/result.ts';
import { sentenceOf } from '../../contract/sentences.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import { type DraftStore, newDraft } from '../draft/draft-store.ts';
import type { Submit } from '../draft/submit.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Texts } from '../support/texts.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import { titleOf } from './notify-news.ts';

interface Parts {
  chance: Chance;
  toast: ShowToast;
  texts: Texts;
  submit: Pick<Submit, 'reply'>;
  drafts: Pick<DraftStore, 'save'>;
  tickets: Pick<TicketStore, 'heading' | 'markRead'>;
  language(): Language;
  /** What was put in the outbox shows in the windows at once, and is sent. */
  submitted(ticketId: string): void;
}

/** As with a refused message, what was written becomes the draft of a new ticket under the title of the one it was for. */
export function createToastReply(parts: Parts): (ticketId: string, text: string) => Result<void> {
  const { submit, drafts, tickets, chance, toast, texts, language, submitted } = parts;
  return (ticketId, text) => {
    const sent = submit.reply(ticketId, text);
    if (sent.ok) {
      // Who answers has read what is answered.
      tickets.markRead(ticketId);
      submitted(ticketId);
      return sent;
    }
    const { error } = sent;
    const title = tickets.heading(ticketId)?.title ?? '';
    const draftId = newId(chance);
    const content = { ...NEW_CONTENT, title, description: text };
    drafts.save({ ...newDraft(draftId, null), content, problem: error });
    const refusal = { kind: 'add-comment', ticketId, draftId, title, error } as const;
    const said = titleOf(refusal, texts(language()));
    toast({ title: said, body: sentenceOf(error, language()), reply: null }, { draftId });
    return ok(undefined);
  };
}
