// From the key or the tray to the form with its picture: the one path on which every millisecond is felt.
import os from 'node:os';
import type { Agent } from './agent.ts';
import type { Bitmap } from './capture/picture-store.ts';
import type { Clock } from './support/clock.ts';
import type { Log } from './support/log.ts';
import type { Windows } from './windows.ts';

/** After a window is hidden, what lies behind it needs this long to be painted again. */
const REPAINT_MS = 200;

/** A capture that takes longer, as on a locked or disconnected session, is not waited for. */
const CAPTURE_MS = 5000;

/** From Windows 10 version 2004 on, a protected window is missing in a capture; before, it is a black rectangle there. */
const EXCLUDING_BUILD = 19041;

/** Whether this system leaves the protected form out of what it captures; `release` as in 10.0.19045. */
export function excludesForm(platform: NodeJS.Platform, release = os.release()): boolean {
  return platform === 'win32' && Number(release.split('.')[2]) >= EXCLUDING_BUILD;
}

interface Parts {
  form: Windows['form'];
  /** The form is excluded from capture: it may be shown while the picture is taken behind it. */
  isExcluded: boolean;
  capture(): Promise<Bitmap | null>;
  clock: Clock;
  log: Log;
}

export interface Screenshots {
  /** The screen as the user sees it now, the form being hidden or excluded. */
  take(): Promise<Bitmap | null>;
  /** The same while the form is shown: where it is not excluded, it is out of the way for a moment. */
  takeBehindForm(): Promise<Bitmap | null>;
}

/** Both answer null, and say why in the log, when no picture can be had. */
export function createScreenshots({ form, isExcluded, capture, clock, log }: Parts): Screenshots {
  async function take(): Promise<Bitmap | null> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = clock.after(CAPTURE_MS, () => reject(new Error(`nothing came in ${CAPTURE_MS} ms`)));
    });
    try {
      return await Promise.race([capture(), late]);
    } catch (problem) {
      log.error('the screen could not be captured', problem);
      return null;
    } finally {
      cancel();
    }
  }
  async function takeBehindForm(): Promise<Bitmap | null> {
    if (isExcluded) return take();
    form.hide();
    await new Promise<void>((repainted) => void clock.after(REPAINT_MS, repainted));
    const bitmap = await take();
    form.show({ aboveAll: true });
    return bitmap;
  }
  return { take, takeBehindForm };
}

export type OpenForm = (how: { byKey: boolean; draftId?: string }) => Promise<void>;

/** A form that is being filled in is only brought forward: its picture and its text stay as they are. */
export function createFormOpener(
  agent: Pick<Agent, 'mayOpenTickets' | 'hasDraft' | 'openDraft' | 'addPicture'>,
  { form, isExcluded, screenshots }: Pick<Parts, 'form' | 'isExcluded'> & { screenshots: Screenshots },
): OpenForm {
  let opening = false;

  async function open({ byKey, draftId }: { byKey: boolean; draftId?: string }): Promise<void> {
    const show = () => form.show({ aboveAll: byKey });
    if (!agent.mayOpenTickets()) {
      agent.openDraft();
      return show();
    }
    if (form.isShown() && agent.hasDraft()) return show();
    if (draftId !== undefined) {
      agent.openDraft({ id: draftId });
      return show();
    }
    if (isExcluded) {
      agent.openDraft();
      show();
      return agent.addPicture(await screenshots.take());
    }
    const picture = form.isShown() ? await screenshots.takeBehindForm() : await screenshots.take();
    agent.openDraft({ picture });
    show();
  }

  return async (how) => {
    if (opening) return;
    opening = true;
    await open(how).finally(() => {
      opening = false;
    });
  };
}
