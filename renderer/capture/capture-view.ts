// The view of the new-ticket window, and how each event changes it.
import { unreachable } from '../../contract/constants.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';

export type CaptureView =
  | { kind: 'nothing' }
  /**
   * `isTouched`: the content changed since the draft was shown. `isSending`: it was submitted; changes are ignored until the
   * answer, because they would be lost
   */
  | { kind: 'form'; draft: Draft; content: DraftContent; isTouched: boolean; isSending: boolean }
  | { kind: 'submitted'; draftId: string; ticketId: string };

export type CaptureEvent =
  | { kind: 'shown'; draft: Draft | null }
  | { kind: 'changed'; change: Partial<DraftContent> }
  | { kind: 'sending'; draftId: string }
  | { kind: 'not-sent'; draftId: string }
  | { kind: 'submitted'; draftId: string; ticketId: string }
  | { kind: 'closed' };

/** Replaces empty values by shared ones, so that a new draft does not render fields again that stay empty. */
function withSharedEmpties(content: DraftContent): DraftContent {
  const { answers, contacts, withheldFacts } = NEW_CONTENT;
  return {
    ...content,
    ...(Object.keys(content.answers).length === 0 && { answers }),
    ...(content.contacts.length === 0 && { contacts }),
    ...(content.withheldFacts.length === 0 && { withheldFacts }),
  };
}

/** A notice about the draft in the form updates its pictures, facts and problem. The content in the form is newer. */
function viewOfDraft(view: CaptureView, draft: Draft): CaptureView {
  if (view.kind === 'form' && view.draft.id === draft.id) return { ...view, draft };
  // A late notice about the submitted draft must not hide the submitted ticket, unless the draft was refused.
  if (view.kind === 'submitted' && view.draftId === draft.id && draft.problem === null) return view;
  return {
    kind: 'form',
    draft,
    content: withSharedEmpties(draft.content),
    isTouched: false,
    isSending: false,
  };
}

/** Sets `isSending` if the form shows this draft. */
function viewOfSending(view: CaptureView, draftId: string, isSending: boolean): CaptureView {
  return view.kind === 'form' && view.draft.id === draftId ? { ...view, isSending } : view;
}

/** Returns the view after an event. */
export function nextView(view: CaptureView, event: CaptureEvent): CaptureView {
  switch (event.kind) {
    case 'shown':
      if (event.draft !== null) return viewOfDraft(view, event.draft);
      return view.kind === 'submitted' ? view : { kind: 'nothing' };
    case 'changed':
      if (view.kind !== 'form' || view.isSending) return view;
      return { ...view, content: { ...view.content, ...event.change }, isTouched: true };
    case 'sending':
      return viewOfSending(view, event.draftId, true);
    case 'not-sent':
      return viewOfSending(view, event.draftId, false);
    case 'submitted':
      return view.kind === 'form' && view.draft.id === event.draftId ? event : view;
    case 'closed':
      return view.kind === 'submitted' ? { kind: 'nothing' } : view;
    default:
      return unreachable(event);
  }
}
