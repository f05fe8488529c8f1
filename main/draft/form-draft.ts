// The draft in the form, with the pictures captured for it.
import type { CaptureSource, Draft } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { EncodedPicture } from '../attachments/file-worker.ts';
import type { Captured, TakePictures } from '../capture/captured.ts';
import type { MemoryPicture } from '../capture/picture-store.ts';
import type { DraftFacts } from '../facts/draft-facts.ts';
import type { CaptureDetails, DraftPictures } from './draft-pictures.ts';
import type { StoredDraft } from './draft-store.ts';
import type { DraftViews } from './draft-views.ts';
import type { OpenDrafts } from './open-drafts.ts';

const WITH_THE_KEY: CaptureDetails = { origin: 'hotkey', ofScreens: true, replaces: null };

export interface FormDraft {
  /**
   * Opens a draft in the form and publishes it: the one named, else the last one of this run, else a new one. Opens
   * none when no ticket may be opened. `application` is the foreground window when the hotkey was pressed.
   */
  open(how?: { id?: string; captured?: Captured; application?: string | null }): void;
  /** Adds the captured pictures to the form's draft, or the error. */
  addCaptured(captured: Captured): void;
  /** Captures pictures for a draft; a capture error is shown in it. Error `draft-gone`. */
  capture(request: {
    id: string;
    source: CaptureSource;
    delaySeconds: number;
    replaces: string | null;
  }): Promise<Result<void>>;
  /** Null when no ticket may be opened, or no draft was begun. */
  current(): Draft | null;
  /** Called when a picture is encoded, or could not be. */
  onEncoded(picture: MemoryPicture, encoded: EncodedPicture | null): void;
}

export function createFormDraft(parts: {
  openDrafts: OpenDrafts;
  views: DraftViews;
  draftPictures: DraftPictures;
  draftFacts: DraftFacts;
  capture: TakePictures;
  mayOpenTickets(): boolean;
  showNothing(): void;
}): FormDraft {
  const { openDrafts, views, draftPictures, draftFacts, capture, mayOpenTickets, showNothing } = parts;

  function take(draft: StoredDraft, captured: Captured, how: CaptureDetails): void {
    const { id } = draft;
    if (!captured.ok) views.setCaptureProblem(id, captured.error);
    else if (captured.value.length > 0) {
      const isUnsure = how.ofScreens && captured.value.every(({ included }) => !included);
      views.setCaptureProblem(id, isUnsure ? { code: 'capture-unsure' } : null);
      draftPictures.addTaken(draft, captured.value, how);
    }
  }

  return {
    open({ id, captured, application = null } = {}) {
      if (!mayOpenTickets()) return showNothing();
      const opened = openDrafts.showInForm(id);
      const draft = opened.ok ? opened : openDrafts.showInForm();
      if (!draft.ok) return showNothing();
      const begun = withApplication(draft.value, application);
      openDrafts.update(begun);
      draftFacts.begin(begun.id, begun.application);
      if (captured) take(begun, captured, WITH_THE_KEY);
      views.publish(begun.id);
    },
    addCaptured(captured) {
      const draft = openDrafts.form();
      if (!draft) return;
      take(draft, captured, WITH_THE_KEY);
      views.publish(draft.id);
    },
    async capture({ id, source, delaySeconds, replaces }) {
      const before = openDrafts.find(id);
      if (!before.ok) return before;
      const captured = await capture(source, delaySeconds);
      const draft = openDrafts.find(id);
      if (!draft.ok) return err('draft-gone');
      take(draft.value, captured, { origin: 'requested', ofScreens: source.kind === 'screens', replaces });
      views.publish(id);
      return ok(undefined);
    },
    current: () => (mayOpenTickets() ? views.form() : null),
    onEncoded({ draftId, origin, included }, encoded) {
      if (!encoded) views.setCaptureProblem(draftId, { code: 'capture-failed' });
      else if (encoded.isPlain && included && origin !== 'manual')
        views.setCaptureProblem(draftId, { code: 'capture-blank' });
      views.publish(draftId);
    },
  };
}

/** A draft stores the application that was in front when it was begun: the problem probably occurred there. */
function withApplication(draft: StoredDraft, application: string | null): StoredDraft {
  return draft.application === null && application !== null ? { ...draft, application } : draft;
}
