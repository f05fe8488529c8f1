// The draft as the form shows it: opened where tickets may be opened, given its picture, told at every change.
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import type { Bitmap } from '../capture/picture-store.ts';
import type { CurrentDraft } from './current-draft.ts';

export interface FormDraft {
  /**
   * Opens a draft for the form, the one named, else the last one, else a new one, and tells the form; none where no
   * ticket may be opened.
   */
  open(how?: { id?: string; picture?: Bitmap | null }): void;
  /** Another picture, or with `inPlace` one instead of the last; null says that there is none to be had. */
  addPicture(picture: Bitmap | null, inPlace?: boolean): void;
  /** A picture is ready to be shown, or could not be encoded. */
  onEncoded(isThere: boolean): void;
}

/** `show` tells the form what it holds now. */
export function createFormDraft(parts: {
  current: Pick<CurrentDraft, 'begin' | 'shown' | 'addPicture' | 'setProblem'>;
  mayOpenTickets(): boolean;
  show(draft: Draft | null): void;
}): FormDraft {
  const { current, mayOpenTickets, show } = parts;

  function addPicture(picture: Bitmap | null, inPlace = false): void {
    if (picture) current.addPicture(picture, inPlace);
    current.setProblem(problemAfterCapture(picture !== null, current.shown()?.problem ?? null));
    show(current.shown());
  }

  return {
    open({ id, picture } = {}) {
      if (!mayOpenTickets()) return show(null);
      current.begin(id);
      if (picture !== undefined) addPicture(picture);
      else show(current.shown());
    },
    addPicture,
    onEncoded(isThere) {
      if (!isThere) current.setProblem({ code: 'capture-failed' });
      show(current.shown());
    },
  };
}

/** A failed capture is told once, and no longer once a picture is there; a refusal stays until it is dealt with. */
function problemAfterCapture(captured: boolean, before: GuichetError | null): GuichetError | null {
  if (before && before.code !== 'capture-failed') return before;
  return captured ? null : { code: 'capture-failed' };
}
