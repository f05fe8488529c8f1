// Opens the form with its pictures, from the hotkey or the tray: the path where every millisecond counts.
import type { Agent } from '../agent/agent.ts';
import type { PictureTaker } from '../capture/take-pictures.ts';
import type { OnPress } from '../desktop/hotkey.ts';
import type { FormDraft } from '../draft/form-draft.ts';
import type { Presence } from '../process/presence.ts';
import type { Windows } from './windows.ts';

interface Parts {
  agent: Pick<Agent, 'mayOpenTickets' | 'hasDraft'>;
  draft: Pick<FormDraft, 'open' | 'addCaptured'>;
  form: Pick<Windows['form'], 'isShown' | 'show'>;
  presence: Pick<Presence, 'isAway'>;
  /** Whether the form is left out of captures, and may be shown before they are taken. */
  isExcluded: boolean;
  screenshots: Pick<PictureTaker, 'take' | 'takeDisplays' | 'isTaking'>;
  /** Program and title of the foreground window; null when unknown. */
  foregroundWindow(): Promise<string | null>;
}

export type OpenForm = (how: { byKey: boolean; draftId?: string }) => Promise<void>;

export interface FormOpener {
  open: OpenForm;
  onHotkey: OnPress;
}

/** A form in use is only brought to the front: its pictures and its text stay as they are. */
export function createFormOpener(parts: Parts): FormOpener {
  const { agent, draft, form, isExcluded, screenshots, foregroundWindow } = parts;
  let opening = false;

  async function openNow({ byKey, draftId }: { byKey: boolean; draftId?: string }): Promise<void> {
    const show = () => form.show({ aboveAll: byKey });
    if (!agent.mayOpenTickets()) {
      draft.open();
      return show();
    }
    if (form.isShown() && agent.hasDraft()) return show();
    if (draftId !== undefined) {
      draft.open({ id: draftId });
      return show();
    }
    // Read it before anything is shown: afterwards the form is the foreground window.
    const foreground = byKey ? foregroundWindow() : null;
    if (isExcluded) {
      draft.open({ application: await foreground });
      show();
      return draft.addCaptured(await screenshots.takeDisplays());
    }
    const taken = form.isShown() ? screenshots.take({ kind: 'screens' }, 0) : screenshots.takeDisplays();
    const [application, captured] = await Promise.all([foreground, taken]);
    draft.open({ captured, application });
    show();
  }

  const open: OpenForm = async (how) => {
    // The hotkey works on the lock screen too; open nothing behind it.
    if (parts.presence.isAway()) return;
    // A running capture would include the form, and it shows the form again by itself.
    if (opening || screenshots.isTaking()) return;
    opening = true;
    await openNow(how).finally(() => {
      opening = false;
    });
  };
  return { open, onHotkey: () => void open({ byKey: true }) };
}
