// What the new-ticket window shows, and how each event changes it.
import type { Draft } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/words.ts';

export interface TicketText {
  title: string;
  description: string;
}

export type CaptureView =
  | { kind: 'nothing' }
  | { kind: 'form'; draft: Draft; text: TicketText }
  | { kind: 'submitted'; draftId: string; ticketId: string };

export type CaptureEvent =
  | { kind: 'shown'; draft: Draft | null }
  | { kind: 'typed'; text: TicketText }
  | { kind: 'submitted'; draftId: string; ticketId: string }
  | { kind: 'closed' };

/** A notice about the draft on the form brings its pictures and its problem: the text being typed is newer. */
function viewOfDraft(view: CaptureView, draft: Draft): CaptureView {
  if (view.kind === 'form' && view.draft.id === draft.id) return { ...view, draft };
  // A late word about the draft that was just submitted must not hide its result, unless it comes back refused.
  if (view.kind === 'submitted' && view.draftId === draft.id && draft.problem === null) return view;
  return { kind: 'form', draft, text: { title: draft.title, description: draft.description } };
}

/** The view after an event. */
export function nextView(view: CaptureView, event: CaptureEvent): CaptureView {
  switch (event.kind) {
    case 'shown':
      if (event.draft !== null) return viewOfDraft(view, event.draft);
      return view.kind === 'submitted' ? view : { kind: 'nothing' };
    case 'typed':
      return view.kind === 'form' ? { ...view, text: event.text } : view;
    case 'submitted':
      return view.kind === 'form' && view.draft.id === event.draftId ? event : view;
    case 'closed':
      return view.kind === 'submitted' ? { kind: 'nothing' } : view;
    default:
      return unreachable(event);
  }
}
