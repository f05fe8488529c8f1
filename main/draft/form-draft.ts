// The form's draft and its pictures: opened where tickets may be opened, and captured with it or asked for in it.
import type { CaptureSource, Draft } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { EncodedPicture } from '../attachments/file-worker.ts';
import type { Captured, TakePictures } from '../capture/captured.ts';
import type { HeldPicture } from '../capture/picture-store.ts';
import type { DraftFacts } from '../facts/draft-facts.ts';
import type { DraftPictures, Taking } from './draft-pictures.ts';
import type { StoredDraft } from './draft-store.ts';
import type { OpenDrafts } from './open-drafts.ts';
import type { ShownDrafts } from './shown-drafts.ts';

const WITH_THE_KEY: Taking = { origin: 'key', ofScreens: true, replaces: null };

export interface FormDraft {
  /**
   * Opens a draft for the form, the one named, else the last one of this run, else a new one, and tells the form; none
   * where no ticket may be opened. `application` is the foreground window when the key was pressed.
   */
  open(how?: { id?: string; captured?: Captured; application?: string | null }): void;
  /** Gives the form its pictures, or says why there are none. */
  addCaptured(captured: Captured): void;
  /** Takes pictures for a draft; what fails is told in it. Error `draft-gone`. */
  capture(asked: {
    id: string;
    source: CaptureSource;
    delaySeconds: number;
    replaces: string | null;
  }): Promise<Result<void>>;
  /** Null where no ticket may be opened, or nothing was begun. */
  current(): Draft | null;
  /** A picture is ready to be shown, or could not be encoded. */
  onEncoded(picture: HeldPicture, encoded: EncodedPicture | null): void;
}

export function createFormDraft(parts: {
  openDrafts: OpenDrafts;
  shown: ShownDrafts;
  draftPictures: DraftPictures;
  draftFacts: DraftFacts;
  capture: TakePictures;
  mayOpenTickets(): boolean;
  showNothing(): void;
}): FormDraft {
  const { openDrafts, shown, draftPictures, draftFacts, capture, mayOpenTickets, showNothing } = parts;

  function take(draft: StoredDraft, captured: Captured, how: Taking): void {
    const { id } = draft;
    if (!captured.ok) shown.setCaptureProblem(id, captured.error);
    else if (captured.value.length > 0) {
      shown.setCaptureProblem(id, null);
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
      openDrafts.hold(begun);
      draftFacts.begin(begun.id, begun.application);
      if (captured) take(begun, captured, WITH_THE_KEY);
      shown.changed(begun.id);
    },
    addCaptured(captured) {
      const draft = openDrafts.form();
      if (!draft) return;
      take(draft, captured, WITH_THE_KEY);
      shown.changed(draft.id);
    },
    async capture({ id, source, delaySeconds, replaces }) {
      const before = openDrafts.find(id);
      if (!before.ok) return before;
      const captured = await capture(source, delaySeconds);
      const draft = openDrafts.find(id);
      if (!draft.ok) return err('draft-gone');
      take(draft.value, captured, { origin: 'asked', ofScreens: source.kind === 'screens', replaces });
      shown.changed(id);
      return ok(undefined);
    },
    current: () => (mayOpenTickets() ? shown.form() : null),
    onEncoded({ draftId, origin, included }, encoded) {
      if (!encoded) shown.setCaptureProblem(draftId, { code: 'capture-failed' });
      else if (encoded.isPlain && included && origin !== 'made')
        shown.setCaptureProblem(draftId, { code: 'capture-blank' });
      shown.changed(draftId);
    },
  };
}

/** A draft keeps the application it was begun in: that is where the trouble was. */
function withApplication(draft: StoredDraft, application: string | null): StoredDraft {
  return draft.application === null && application !== null ? { ...draft, application } : draft;
}
