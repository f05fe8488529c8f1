// The message box's dealings with the main process: the draft in, the text and what is sent out.
import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import { useBridge } from '../ui/bridge.ts';
import { createDraftWriter } from '../ui/draft-writer.ts';
import { NO_MESSAGE, nextMessage } from './message.ts';

export interface MessageEditor {
  draft: Draft | null;
  text: string;
  /** nothing is written, and no file is attached */
  empty: boolean;
  sending: boolean;
  /** why it could not be kept or sent; told at the text */
  failure: GuichetError | null;
  type(text: string): void;
  fail(failure: GuichetError): void;
  /** Sends the message, and the act after it; true once it is saved. */
  send(act: RequesterAct | null): Promise<boolean>;
}

/** What the help desk would refuse, found before it is asked. */
function messageFailure(text: string, empty: boolean): GuichetError | null {
  if (empty) return { code: 'text-empty' };
  if (text.length > LIMITS.comment) return { code: 'text-too-long', details: { limit: LIMITS.comment } };
  return null;
}

/** `onSent` is called once a message is saved on its way. */
export function useMessage(ticketId: string, onSent: () => void): MessageEditor {
  const { ask, hear } = useBridge();
  const [message, tell] = useReducer(nextMessage, NO_MESSAGE);
  const [sending, setSending] = useState(false);
  const [failure, fail] = useState<GuichetError | null>(null);
  const { draft, text, written } = message;
  const empty = text.trim() === '' && !draft?.attachments.some(({ included }) => included);

  const begin = useCallback(async (): Promise<Draft | null> => {
    const begun = await ask['draft:of-ticket']({ id: ticketId });
    if (begun.ok) tell({ kind: 'told', draft: begun.value });
    else fail(begun.error);
    return begun.ok ? begun.value : null;
  }, [ask, ticketId]);
  useEffect(() => {
    void begin();
    return hear['draft:changed']((changed) => {
      if (changed.ticketId === ticketId) tell({ kind: 'told', draft: changed });
    });
  }, [begin, hear, ticketId]);

  const writer = useMemo(
    () =>
      createDraftWriter(async (changed) => {
        const { description } = changed.content;
        tell({ kind: 'writing', text: description });
        const answer = await ask['draft:write'](changed);
        if (answer.ok) tell({ kind: 'written', text: description });
        else fail(answer.error);
      }),
    [ask],
  );
  useEffect(() => {
    const flush = () => void writer.flush();
    document.addEventListener('visibilitychange', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [writer]);
  // also what was typed before there was a draft to keep it
  useEffect(() => {
    if (draft !== null && written.at(-1) !== text)
      writer.changed({ id: draft.id, content: contentWith(draft, text) });
  }, [draft, text, written, writer]);

  async function send(act: RequesterAct | null): Promise<boolean> {
    const refused = messageFailure(text, empty);
    fail(refused);
    if (refused !== null || sending) return false;
    setSending(true);
    // there is none yet when it could not be begun
    const begun = draft ?? (await begin());
    // what an earlier visit left in it stands in the text now, and is read before it is sent
    if (begun === null || (draft === null && begun.content.description !== '')) {
      setSending(false);
      return false;
    }
    await writer.flush();
    const answer = await ask['draft:submit']({ id: begun.id, content: contentWith(begun, text), act });
    setSending(false);
    if (!answer.ok) {
      fail(answer.error);
      return false;
    }
    tell({ kind: 'sent' });
    onSent();
    await begin();
    return true;
  }

  return {
    draft,
    text,
    empty,
    sending,
    failure,
    type(typed) {
      fail(null);
      tell({ kind: 'typed', text: typed });
    },
    fail,
    send,
  };
}

function contentWith(draft: Draft, text: string): DraftContent {
  return { ...draft.content, description: text };
}
