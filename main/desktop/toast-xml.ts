// A toast as Windows reads it, with what it calls back with when somebody clicks or answers it.
import { z } from 'zod';
import { IdempotencyKey } from '../../contract/primitives.ts';

/** What a click on a toast leads to. */
export type ToastTarget = { ticketId: string } | { draftId: string } | { announcementId: string };

/** A box to answer in, right in the toast. */
export interface ReplyBox {
  placeholder: string;
  button: string;
}

export interface Toast {
  title: string;
  body: string;
  /** null where there is nothing to answer, or the ticket takes no message */
  reply: ReplyBox | null;
}

/** Shows a toast; a click on it leads to `target`. */
export type ShowToast = (toast: Toast, target: ToastTarget) => void;

/**
 * Neither scenario, sound nor priority is set: an ordinary toast is what Windows keeps back during do-not-disturb,
 * focus sessions, presentations and full-screen programs. What Electron writes by itself is not used for its button
 * that says "Reply" in every language. Schema: learn.microsoft.com/windows/apps/design/shell/tiles-and-notifications/toast-schema.
 */
export function toastXml({ title, body, reply }: Toast, id: string, target: ToastTarget): string {
  const texts = [title, body].map((text) => `<text>${escaped(text)}</text>`).join('');
  const visual = `<visual><binding template="ToastGeneric">${texts}</binding></visual>`;
  const launch = escaped(argumentsOf('click', id, target));
  return `<toast launch="${launch}">${visual}${reply ? actions(reply, id, target) : ''}</toast>`;
}

/** The names `reply`, `type` and `tag` are Electron's: by them it finds the text, and that it is an answer. */
function actions({ placeholder, button }: ReplyBox, id: string, target: ToastTarget): string {
  const answer = escaped(argumentsOf('reply', id, target));
  const input = `<input id="reply" type="text" placeHolderContent="${escaped(placeholder)}"/>`;
  const send = `activationType="foreground" hint-inputId="reply" content="${escaped(button)}"`;
  return `<actions>${input}<action ${send} arguments="${answer}"/></actions>`;
}

function argumentsOf(type: 'click' | 'reply', tag: string, target: ToastTarget): string {
  return new URLSearchParams({ type, tag, ...target }).toString();
}

/** Characters that XML does not know are left out, the rest is what it was. */
function escaped(text: string): string {
  const known = text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
  return known.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Which toast was clicked or answered, and what it is about. */
const Activated = z.object({
  tag: z.uuid(),
  target: z.union([
    z.strictObject({ ticketId: IdempotencyKey }),
    z.strictObject({ draftId: z.uuid() }),
    z.strictObject({ announcementId: z.uuid() }),
  ]),
});

/** Null when they are not what `toastXml` wrote, as of a toast of an earlier version. */
export function readToastArguments(query: string): z.infer<typeof Activated> | null {
  const { type: _, tag, ...target } = Object.fromEntries(new URLSearchParams(query));
  const read = Activated.safeParse({ tag, target });
  return read.success ? read.data : null;
}
