// The message that is being written to a ticket, in the window and in its draft in the main process.
import { unreachable } from '../../contract/constants.ts';
import type { Draft } from '../../contract/ipc.ts';

export interface Message {
  /** null until the main process has sent it */
  draft: Draft | null;
  text: string;
  /** texts that the draft may have: the last one that the main process confirmed, and those being written */
  writtenTexts: readonly string[];
}

export const NO_MESSAGE: Message = { draft: null, text: '', writtenTexts: [''] };

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
function mergeText({ text, writtenTexts }: Message, received: string): string {
  if (writtenTexts.includes(received)) return text;
  return writtenTexts.includes(text) || received.includes(text) ? received : `${received}\n\n${text}`;
}

/** Returns the message after an act. No text is lost, neither from the window nor from the draft. */
export function nextMessage(message: Message, act: MessageAct): Message {
  switch (act.kind) {
    case 'typed':
      return { ...message, text: act.text };
    case 'writing':
      return { ...message, writtenTexts: [...message.writtenTexts, act.text] };
    case 'written': {
      const { writtenTexts } = message;
      return { ...message, writtenTexts: writtenTexts.slice(writtenTexts.indexOf(act.text)) };
    }
    case 'received': {
      const received = act.draft.content.description;
      const writtenTexts = message.writtenTexts.includes(received) ? message.writtenTexts : [received];
      return { draft: act.draft, text: mergeText(message, received), writtenTexts };
    }
    case 'sent':
      return NO_MESSAGE;
    default:
      return unreachable(act);
  }
}
