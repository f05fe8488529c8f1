// The new-ticket window's dealings with the main process: the draft in, its content and the submission out.
import { useCallback, useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { mayOpenTickets } from '../ui/condition.ts';
import { createDraftWriter } from '../ui/draft-writer.ts';
import { type CaptureView, nextView } from './capture-view.ts';

export interface Capture {
  view: CaptureView;
  /** why the main process did not do what was asked */
  failure: GuichetError | null;
  /** why the content could not be kept */
  writeProblem: GuichetError | null;
  /** what is shown is on its way, and takes no changes until that is answered */
  sending: boolean;
  /** the draft was saved with its pictures, and not changed since */
  saved: boolean;
  /** how often the window was put away: the form then begins again at Title */
  visit: number;
  change(change: Partial<DraftContent>): void;
  fail(failure: GuichetError | null): void;
  submit(): Promise<void>;
  save(): Promise<void>;
  /** keeps the draft and closes the window */
  close(): Promise<void>;
  /** forgets the draft and closes the window */
  discard(): Promise<void>;
  /** shows another draft; the one shown is kept */
  openOther(id: string): Promise<void>;
  discardOther(id: string): Promise<void>;
  /** while a picture is being taken, the window that comes back is not a new visit */
  whileTakingPicture<T>(take: () => Promise<T>): Promise<T>;
}

/** Writes what was changed in the form, soon, and at once when the window is put out of sight. */
function useDraftWriter(view: CaptureView) {
  const { ask } = useBridge();
  const [failed, setFailed] = useState<{ id: string; error: GuichetError } | null>(null);
  const writer = useMemo(
    () =>
      createDraftWriter(async (draft) => {
        const written = await ask['draft:write'](draft);
        setFailed(written.ok ? null : { id: draft.id, error: written.error });
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
  // that of a draft which was sent or discarded meanwhile is not told at the next one
  return { writer, problem: failed?.id === id ? failed.error : null };
}

/** Calls `shown` with the draft that is there at first, unless a notice was faster, and then with each notice. */
function useShownDraft(shown: (draft: Draft | null) => void): void {
  const { ask, hear } = useBridge();
  const tell = useEffectEvent(shown);
  useEffect(() => {
    let heard = false;
    const stop = hear['draft:shown']((draft) => {
      heard = true;
      tell(draft);
    });
    void ask['draft:current']().then((answer) => {
      if (!heard && answer.ok) tell(answer.value);
    });
    return stop;
  }, [ask, hear]);
}

export function useCapture(): Capture {
  const { ask } = useBridge();
  const { condition } = useAppState();
  const [view, tell] = useReducer(nextView, { kind: 'nothing' });
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
    // told while out of sight, it is about to be shown again
    if (document.visibilityState === 'hidden' && !isTaking.current) setVisit((before) => before + 1);
    const blocked = draft === null && !mayOpenTickets(condition);
    tell(blocked ? { kind: 'closed' } : { kind: 'shown', draft });
  });

  async function close(): Promise<void> {
    setVisit((before) => before + 1);
    await writer.flush();
    tell({ kind: 'closed' });
    await ask['window:close']();
  }

  /** Asks once everything typed is written, and tells why it was not done. */
  async function askWritten(act: () => Promise<Result<unknown>>): Promise<boolean> {
    await writer.flush();
    const answer = await act();
    setFailure(answer.ok ? null : answer.error);
    return answer.ok;
  }

  async function submit(): Promise<void> {
    if (view.kind !== 'form' || view.isSending) return;
    const { draft, content } = view;
    const draftId = draft.id;
    tell({ kind: 'sending', draftId });
    await writer.flush();
    const answer = await ask['draft:submit']({ id: draftId, content, act: null });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) tell({ kind: 'submitted', draftId, ticketId: answer.value.ticketId });
    else tell({ kind: 'not-sent', draftId });
  }

  return {
    view,
    failure,
    writeProblem,
    sending: view.kind === 'form' && view.isSending,
    saved,
    visit,
    change: useCallback((change) => {
      tell({ kind: 'changed', change });
      setFailure(null);
      setSaved(false);
    }, []),
    fail: setFailure,
    submit,
    async save() {
      if (id !== null) setSaved(await askWritten(() => ask['draft:save']({ id })));
    },
    close,
    async discard() {
      if (id !== null && (await askWritten(() => ask['draft:discard']({ id })))) await close();
    },
    async openOther(other) {
      await askWritten(() => ask['draft:open']({ id: other }));
    },
    async discardOther(other) {
      await askWritten(() => ask['draft:discard']({ id: other }));
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
