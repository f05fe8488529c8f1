// Drafts as shown in the windows, published at every change other than typing.
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import type { DraftFacts } from '../facts/draft-facts.ts';
import type { SendNotice } from '../ipc/send-notice.ts';
import type { DraftAttachments } from './draft-attachments.ts';
import type { StoredDraft } from './draft-store.ts';
import type { OpenDrafts } from './open-drafts.ts';

export interface DraftViews {
  view(draft: StoredDraft): Draft;
  /** What the form shows; null when no draft was begun. */
  form(): Draft | null;
  /** Sends the draft to the window that shows it. */
  publish(draftId: string): void;
  /** Sets the error of the last capture; null clears it. It is not stored with the draft. */
  setCaptureProblem(draftId: string, problem: GuichetError | null): void;
  forget(draftId: string): void;
}

export function createDraftViews(parts: {
  openDrafts: Pick<OpenDrafts, 'form' | 'find'>;
  draftAttachments: DraftAttachments;
  draftFacts: Pick<DraftFacts, 'of'>;
  sendNotice: SendNotice;
}): DraftViews {
  const { openDrafts, draftAttachments, draftFacts, sendNotice } = parts;
  const captureProblems = new Map<string, GuichetError>();

  function view(draft: StoredDraft): Draft {
    const { id, ticketId, content } = draft;
    // A refusal is shown until the draft is sent or discarded.
    const problem = draft.problem ?? captureProblems.get(id) ?? null;
    return { id, ticketId, content, attachments: draftAttachments.of(draft), ...draftFacts.of(id), problem };
  }
  function form(): Draft | null {
    const draft = openDrafts.form();
    return draft && view(draft);
  }

  return {
    view,
    form,
    publish(draftId) {
      if (openDrafts.form()?.id === draftId) return sendNotice('draft:shown', form());
      const found = openDrafts.find(draftId);
      if (found.ok && found.value.ticketId !== null) sendNotice('draft:changed', view(found.value));
    },
    setCaptureProblem(draftId, problem) {
      if (problem) captureProblems.set(draftId, problem);
      else captureProblems.delete(draftId);
    },
    forget: (draftId) => void captureProblems.delete(draftId),
  };
}
