// The XML of a Windows toast, and the arguments it calls back with when clicked or answered.
import { z } from 'zod';
import { IdempotencyKey } from '../../contract/primitives.ts';

/** What a click on a toast opens. */
export type ToastTarget =
  | { ticketId: string }
  | { draftId: string }
  | { announcementId: string }
  | { screen: 'tickets' };

/** An input box for a reply in the toast. */
interface ReplyBox {
  placeholder: string;
  button: string;
}

export interface Toast {
  title: string;
  body: string;
  /** null when there is nothing to reply to, or the ticket takes no comment */
  reply: ReplyBox | null;
}

/** Shows a toast; a click on it opens `target`. */
export type ShowToast = (toast: Toast, target: ToastTarget) => void;

/**
 * Sets no scenario, sound or priority: Windows holds back ordinary toasts during do-not-disturb, focus sessions,
 * presentations and full-screen programs. Electron's own XML is not used because its button says "Reply" in every
 * language. Schema: learn.microsoft.com/windows/apps/design/shell/tiles-and-notifications/toast-schema.
 */
export function toastXml({ title, body, reply }: Toast, id: string, target: ToastTarget): string {
  const texts = [title, body].map((text) => `<text>${escaped(text)}</text>`).join('');
  const visual = `<visual><binding template="ToastGeneric">${texts}</binding></visual>`;
  const launch = escaped(argumentsOf('click', id, target));
  return `<toast launch="${launch}">${visual}${reply ? actions(reply, id, target) : ''}</toast>`;
}

/** Electron requires the names `reply`, `type` and `tag`: they identify the text and mark it as a reply. */
function actions({ placeholder, button }: ReplyBox, id: string, target: ToastTarget): string {
  const answer = escaped(argumentsOf('reply', id, target));
  const input = `<input id="reply" type="text" placeHolderContent="${escaped(placeholder)}"/>`;
  const send = `activationType="foreground" hint-inputId="reply" content="${escaped(button)}"`;
  return `<actions>${input}<action ${send} arguments="${answer}"/></actions>`;
}

function argumentsOf(type: 'click' | 'reply', tag: string, target: ToastTarget): string {
  return new URLSearchParams({ type, tag, ...target }).toString();
}

/** Removes characters that XML does not allow, and escapes the rest. */
function escaped(text: string): string {
  const known = text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
  return known.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Which toast was clicked or answered, and its target. */
const Activated = z.object({
  tag: z.uuid(),
  target: z.union([
    z.strictObject({ ticketId: IdempotencyKey }),
    z.strictObject({ draftId: z.uuid() }),
    z.strictObject({ announcementId: z.uuid() }),
    z.strictObject({ screen: z.literal('tickets') }),
  ]),
});

/** Null when `toastXml` did not write the arguments, such as those of an earlier version. */
export function readToastArguments(query: string): z.infer<typeof Activated> | null {
  const { type: _, tag, ...target } = Object.fromEntries(new URLSearchParams(query));
  const read = Activated.safeParse({ tag, target });
  return read.success ? read.data : null;
}
