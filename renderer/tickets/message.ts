// The message that is being written to a ticket, in the window and in its draft in the main process.
import { unreachable } from '../../contract/constants.ts';
import type { Draft } from '../../contract/ipc.ts';

export interface Message {
  /** null until the main process has sent it */
  draft: Draft | null;
  text: string;
  /** texts that the draft may have: the last one that the main process confirmed, and those being written */
  savedTexts: readonly string[];
}

export const NO_MESSAGE: Message = { draft: null, text: '', savedTexts: [''] };

export type MessageAct =
  | { kind: 'typed'; text: string }
  /** a request to write this text was sent to the main process */
  | { kind: 'writing'; text: string }
  | { kind: 'written'; text: string }
  /** the main process sent the draft */
  | { kind: 'received'; draft: Draft }
  /** the message was submitted: the next one begins empty */
  | { kind: 'sent' };

/** Merges the text in the window with that of a draft that was received, such as one that comes back refused. */
function mergeText({ text, savedTexts }: Message, received: string): string {
  if (savedTexts.includes(received)) return text;
  return savedTexts.includes(text) || received.includes(text) ? received : `${received}\n\n${text}`;
}

/** Returns the message after an act. No text is lost, neither from the window nor from the draft. */
export function nextMessage(message: Message, act: MessageAct): Message {
  switch (act.kind) {
    case 'typed':
      return { ...message, text: act.text };
    case 'writing':
      return { ...message, savedTexts: [...message.savedTexts, act.text] };
    case 'written': {
      const { savedTexts } = message;
      return { ...message, savedTexts: savedTexts.slice(savedTexts.indexOf(act.text)) };
    }
    case 'received': {
      const received = act.draft.content.description;
      const savedTexts = message.savedTexts.includes(received) ? message.savedTexts : [received];
      return { draft: act.draft, text: mergeText(message, received), savedTexts };
    }
    case 'sent':
      return NO_MESSAGE;
    default:
      return unreachable(act);
  }
}
