// The new-ticket window's dealings with the main process: the draft in, the text and the submission out.
import { useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import { LIMITS } from '../../contract/words.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { mayOpenTickets } from '../ui/condition.ts';
import { type CaptureView, nextView, type TicketText } from './capture-view.ts';
import { createDraftWriter } from './draft-writer.ts';

export interface Capture {
  view: CaptureView;
  /** why Send did nothing, or why a picture act failed */
  failure: GuichetError | null;
  /** why the text could not be kept */
  writeProblem: GuichetError | null;
  sending: boolean;
  /** how often the window was put away: the form then begins again at Title */
  visit: number;
  type(text: TicketText): void;
  submit(): Promise<void>;
  retake(): Promise<void>;
  removePicture(pictureId: string): Promise<void>;
  /** keeps the draft and closes the window */
  close(): Promise<void>;
  /** forgets the draft and closes the window */
  discard(): Promise<void>;
}

/** What the help desk would refuse, found before it is asked. */
export function textFailure({ title, description }: TicketText): GuichetError | null {
  const length = title.trim().length;
  if (length === 0) return { code: 'title-empty' };
  if (length > LIMITS.title) return { code: 'title-too-long', details: { limit: LIMITS.title } };
  if (description.length > LIMITS.description)
    return { code: 'text-too-long', details: { limit: LIMITS.description } };
  return null;
}

function useDraftWriter() {
  const { ask } = useBridge();
  const [problem, setProblem] = useState<GuichetError | null>(null);
  const writer = useMemo(
    () =>
      createDraftWriter(async (text) => {
        const written = await ask['draft:write'](text);
        setProblem(written.ok ? null : written.error);
      }),
    [ask],
  );
  useEffect(() => {
    const flush = () => void writer.flush();
    document.addEventListener('visibilitychange', flush);
    return () => document.removeEventListener('visibilitychange', flush);
  }, [writer]);
  return { writer, problem };
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
  const { writer, problem: writeProblem } = useDraftWriter();
  const [view, tell] = useReducer(nextView, { kind: 'nothing' });
  const [failure, setFailure] = useState<GuichetError | null>(null);
  const [sending, setSending] = useState(false);
  const [visit, setVisit] = useState(0);
  const retaking = useRef(false);

  useShownDraft((draft) => {
    setFailure(null);
    // told while out of sight, it is about to be shown again
    if (document.visibilityState === 'hidden' && !retaking.current) setVisit((before) => before + 1);
    const blocked = draft === null && !mayOpenTickets(condition);
    tell(blocked ? { kind: 'closed' } : { kind: 'shown', draft });
  });

  async function submit(): Promise<void> {
    if (view.kind !== 'form' || sending) return;
    const refused = textFailure(view.text);
    setFailure(refused);
    if (refused !== null) return;
    setSending(true);
    await writer.flush();
    const { id } = view.draft;
    const answer = await ask['draft:submit']({ id, ...view.text });
    setSending(false);
    if (answer.ok) tell({ kind: 'submitted', draftId: id, ticketId: answer.value.ticketId });
    else setFailure(answer.error);
  }

  async function close(): Promise<void> {
    setVisit((before) => before + 1);
    await writer.flush();
    tell({ kind: 'closed' });
    await ask['window:close']();
  }

  return {
    view,
    failure,
    writeProblem,
    sending,
    visit,
    type(text) {
      if (view.kind !== 'form') return;
      tell({ kind: 'typed', text });
      setFailure(null);
      writer.changed({ id: view.draft.id, ...text });
    },
    submit,
    async retake() {
      if (view.kind !== 'form') return;
      await writer.flush();
      retaking.current = true;
      const answer = await ask['draft:retake']({ id: view.draft.id });
      retaking.current = false;
      if (!answer.ok) setFailure(answer.error);
    },
    async removePicture(pictureId) {
      if (view.kind !== 'form') return;
      const answer = await ask['draft:remove-picture']({ id: view.draft.id, pictureId });
      if (!answer.ok) setFailure(answer.error);
    },
    close,
    async discard() {
      if (view.kind !== 'form') return;
      await writer.flush();
      const answer = await ask['draft:discard']({ id: view.draft.id });
      if (answer.ok) await close();
      else setFailure(answer.error);
    },
  };
}
