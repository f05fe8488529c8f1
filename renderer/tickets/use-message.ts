// The requests and notices of the message box: it receives the draft, and sends its text and the submission.
import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import { useBridge } from '../ui/bridge.ts';
import { createDraftWriter, isOfDisk } from '../ui/draft-writer.ts';
import { NO_MESSAGE, nextMessage } from './message.ts';

export interface MessageEditor {
  draft: Draft | null;
  text: string;
  /** there is no text and no attachment */
  empty: boolean;
  sending: boolean;
  /** why the message could not be saved or sent; shown at the text */
  failure: GuichetError | null;
  type(text: string): void;
  fail(failure: GuichetError): void;
  /** Submits the message, and the act after it. Returns whether it was submitted. */
  send(act: RequesterAct | null): Promise<boolean>;
}

/** Returns why the server would refuse the message, without a request; null when it would not. */
function messageFailure(text: string, empty: boolean): GuichetError | null {
  if (empty) return { code: 'text-empty' };
  if (text.length > LIMITS.comment) return { code: 'text-too-long', details: { limit: LIMITS.comment } };
  return null;
}

/** @param onSent called when a message was submitted */
export function useMessage(ticketId: string, onSent: () => void): MessageEditor {
  const { ask, hear } = useBridge();
  const [message, dispatch] = useReducer(nextMessage, NO_MESSAGE);
  const [sending, setSending] = useState(false);
  const [failure, fail] = useState<GuichetError | null>(null);
  const { draft, text, savedTexts } = message;
  const empty = text.trim() === '' && !draft?.attachments.some(({ included }) => included);

  const begin = useCallback(async (): Promise<Draft | null> => {
    const begun = await ask['draft:of-ticket']({ id: ticketId });
    if (begun.ok) dispatch({ kind: 'received', draft: begun.value });
    else fail(begun.error);
    return begun.ok ? begun.value : null;
  }, [ask, ticketId]);
  useEffect(() => {
    void begin();
    return hear['draft:changed']((changed) => {
      if (changed.ticketId === ticketId) dispatch({ kind: 'received', draft: changed });
    });
  }, [begin, hear, ticketId]);

  const writer = useMemo(
    () =>
      createDraftWriter(async (changed) => {
        const { description } = changed.content;
        dispatch({ kind: 'writing', text: description });
        const answer = await ask['draft:write'](changed);
        if (answer.ok) dispatch({ kind: 'written', text: description });
        const error = answer.ok ? null : answer.error;
        // It is written again by itself: the failure is shown once, and goes when it has passed.
        fail((shown) =>
          error?.code === shown?.code || (!error && shown && !isOfDisk(shown)) ? shown : error,
        );
        return answer;
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
  // Also writes what was typed before the draft was received.
  useEffect(() => {
    if (draft !== null && savedTexts.at(-1) !== text)
      writer.changed({ id: draft.id, content: contentWith(draft, text) });
  }, [draft, text, savedTexts, writer]);

  async function send(act: RequesterAct | null): Promise<boolean> {
    const refused = messageFailure(text, empty);
    fail(refused);
    if (refused !== null || sending) return false;
    setSending(true);
    // There is no draft yet if the first request failed.
    const begun = draft ?? (await begin());
    // A text from an earlier visit was just merged into the field: the person has to read it before it is sent.
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
    dispatch({ kind: 'sent' });
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
      dispatch({ kind: 'typed', text: typed });
    },
    fail,
    send,
  };
}

function contentWith(draft: Draft, text: string): DraftContent {
  return { ...draft.content, description: text };
}
