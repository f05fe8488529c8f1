// From the key or the tray to the form with its pictures: the one path on which every millisecond is felt.
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
  /** The form is excluded from capture: it may be shown while the pictures are taken behind it. */
  isExcluded: boolean;
  screenshots: Pick<PictureTaker, 'take' | 'takeDisplays' | 'isTaking'>;
  /** Program and title of the window that the person is in, null when it cannot be told. */
  foregroundWindow(): Promise<string | null>;
}

export type OpenForm = (how: { byKey: boolean; draftId?: string }) => Promise<void>;

export interface FormOpener {
  open: OpenForm;
  onHotkey: OnPress;
}

/** A form that is being filled in is only brought forward: its pictures and its text stay as they are. */
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
    // Read before anything is shown: afterwards the form is the foreground window.
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
    // The key works on the lock screen too: nothing is opened behind it.
    if (parts.presence.isAway()) return;
    // While a picture is being taken the form would be in it; it comes back by itself.
    if (opening || screenshots.isTaking()) return;
    opening = true;
    await openNow(how).finally(() => {
      opening = false;
    });
  };
  return { open, onHotkey: () => void open({ byKey: true }) };
}
