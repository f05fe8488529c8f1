// The message being written to a ticket: what the window holds, and what the main process holds of it.

import { unreachable } from '../../contract/constants.ts';
import type { Draft } from '../../contract/ipc.ts';

export interface Message {
  /** null until the main process has told it */
  draft: Draft | null;
  text: string;
  /** texts of this window that the main process may hold: the last one it has confirmed, and those on their way */
  written: readonly string[];
}

export const NO_MESSAGE: Message = { draft: null, text: '', written: [''] };

export type MessageAct =
  | { kind: 'typed'; text: string }
  /** on its way to the main process */
  | { kind: 'writing'; text: string }
  | { kind: 'written'; text: string }
  | { kind: 'told'; draft: Draft }
  /** it is on its way to the help desk: the next one begins */
  | { kind: 'sent' };

/** The text to go on with when the main process tells the draft: a refused message comes back this way, say. */
function textWith({ text, written }: Message, told: string): string {
  if (written.includes(told)) return text;
  return written.includes(text) || told.includes(text) ? told : `${told}\n\n${text}`;
}

/** What the window holds after an act; nothing that was typed here, or kept there, is lost. */
export function nextMessage(message: Message, act: MessageAct): Message {
  switch (act.kind) {
    case 'typed':
      return { ...message, text: act.text };
    case 'writing':
      return { ...message, written: [...message.written, act.text] };
    case 'written':
      return { ...message, written: message.written.slice(message.written.indexOf(act.text)) };
    case 'told': {
      const told = act.draft.content.description;
      const known = message.written.includes(told) ? message.written : [told];
      return { draft: act.draft, text: textWith(message, told), written: known };
    }
    case 'sent':
      return NO_MESSAGE;
    default:
      return unreachable(act);
  }
}
