// The requests and notices of the new-ticket window: it receives the draft, and sends its content and the submission.
import { useCallback, useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import { mayOpenTickets } from '../../contract/condition.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { createDraftWriter } from '../ui/draft-writer.ts';
import { type CaptureView, nextView } from './capture-view.ts';

export interface Capture {
  view: CaptureView;
  /** why the last request failed */
  failure: GuichetError | null;
  /** why the content could not be saved */
  writeProblem: GuichetError | null;
  /** the draft was submitted; changes are ignored until the answer */
  sending: boolean;
  /** the draft was saved with its pictures, and has not changed since */
  saved: boolean;
  /** counts how often the window was hidden: the focus is then set to Title again */
  visit: number;
  change(change: Partial<DraftContent>): void;
  fail(failure: GuichetError | null): void;
  submit(): Promise<void>;
  save(): Promise<void>;
  /** Closes the window. The draft is kept. */
  close(): Promise<void>;
  /** Discards the draft and closes the window. */
  discard(): Promise<void>;
  /** Shows another draft. The one shown before is kept. */
  openOther(id: string): Promise<void>;
  discardOther(id: string): Promise<void>;
  /** Wraps the taking of a picture: the window is hidden and shown again, which does not count as a new visit. */
  whileTakingPicture<T>(take: () => Promise<T>): Promise<T>;
}

/** Saves changes of the form, soon, and at once when the window is hidden. */
function useDraftWriter(view: CaptureView) {
  const { ask } = useBridge();
  const [failed, setFailed] = useState<{ id: string; error: GuichetError } | null>(null);
  const writer = useMemo(
    () =>
      createDraftWriter(async (draft) => {
        const answer = await ask['draft:write'](draft);
        setFailed(answer.ok ? null : { id: draft.id, error: answer.error });
        return answer;
      }),
    [ask],
  );
  const id = view.kind === 'form' ? view.draft.id : null;
  const unwritten = view.kind === 'form' && view.isTouched ? view.content : null;
  useEffect(() => {
    if (id !== null && unwritten !== null) writer.changed({ id, content: unwritten });
  }, [writer, id, unwritten]);
  useEffect(() => {
    const flush = () => void writer.flush();
    document.addEventListener('visibilitychange', flush);
    return () => document.removeEventListener('visibilitychange', flush);
  }, [writer]);
  // A failure of a draft that was sent or discarded meanwhile is not shown at the next draft.
  return { writer, problem: failed?.id === id ? failed.error : null };
}

/** Calls `onShown` with the current draft, unless a notice comes first, and then with the draft of each notice. */
function useShownDraft(onShown: (draft: Draft | null) => void): void {
  const { ask, hear } = useBridge();
  const show = useEffectEvent(onShown);
  useEffect(() => {
    let hasNotice = false;
    const stop = hear['draft:shown']((draft) => {
      hasNotice = true;
      show(draft);
    });
    void ask['draft:current']().then((answer) => {
      if (!hasNotice && answer.ok) show(answer.value);
    });
    return stop;
  }, [ask, hear]);
}

export function useCapture(): Capture {
  const { ask } = useBridge();
  const state = useAppState();
  const [view, dispatch] = useReducer(nextView, { kind: 'nothing' });
  const { writer, problem: writeProblem } = useDraftWriter(view);
  const [failure, setFailure] = useState<GuichetError | null>(null);
  const [saved, setSaved] = useState(false);
  const [visit, setVisit] = useState(0);
  const isTaking = useRef(false);
  const id = view.kind === 'form' ? view.draft.id : null;

  useShownDraft((draft) => {
    if (draft?.id !== id) {
      setFailure(null);
      setSaved(false);
    }
    // A notice to a hidden window: it is about to be shown again.
    if (document.visibilityState === 'hidden' && !isTaking.current) setVisit((before) => before + 1);
    const blocked = draft === null && !mayOpenTickets(state);
    dispatch(blocked ? { kind: 'closed' } : { kind: 'shown', draft });
  });

  async function close(): Promise<void> {
    setVisit((before) => before + 1);
    await writer.flush();
    dispatch({ kind: 'closed' });
    await ask['window:close']();
  }

  /** Makes a request once everything typed is saved. Sets `failure`, and returns whether it succeeded. */
  async function requestAfterFlush(act: () => Promise<Result<unknown>>): Promise<boolean> {
    await writer.flush();
    const answer = await act();
    setFailure(answer.ok ? null : answer.error);
    return answer.ok;
  }

  async function submit(): Promise<void> {
    if (view.kind !== 'form' || view.isSending) return;
    const { draft, content } = view;
    const draftId = draft.id;
    dispatch({ kind: 'sending', draftId });
    await writer.flush();
    const answer = await ask['draft:submit']({ id: draftId, content, act: null });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) dispatch({ kind: 'submitted', draftId, ticketId: answer.value.ticketId });
    else dispatch({ kind: 'not-sent', draftId });
  }

  return {
    view,
    failure,
    writeProblem,
    sending: view.kind === 'form' && view.isSending,
    saved,
    visit,
    change: useCallback((change) => {
      dispatch({ kind: 'changed', change });
      setFailure(null);
      setSaved(false);
    }, []),
    fail: setFailure,
    submit,
    async save() {
      if (id !== null) setSaved(await requestAfterFlush(() => ask['draft:save']({ id })));
    },
    close,
    async discard() {
      if (id !== null && (await requestAfterFlush(() => ask['draft:discard']({ id })))) await close();
    },
    async openOther(other) {
      await requestAfterFlush(() => ask['draft:open']({ id: other }));
    },
    async discardOther(other) {
      await requestAfterFlush(() => ask['draft:discard']({ id: other }));
    },
    async whileTakingPicture(take) {
      isTaking.current = true;
      try {
        return await take();
      } finally {
        isTaking.current = false;
      }
    },
  };
}
