// The drafts of new tickets that the form does not show.
import { useCallback, useState } from 'react';
import type { DraftSummary } from '../../contract/ipc.ts';
import { useBridge } from '../ui/bridge.ts';
import { useOnShow } from '../ui/window-visibility.ts';

const NONE: readonly DraftSummary[] = [];

/** Reads the drafts each time the form is shown, and when it shows another draft. */
export function useOtherDrafts(shownId: string): {
  others: readonly DraftSummary[];
  refresh: () => Promise<void>;
} {
  const { ask } = useBridge();
  const [others, setOthers] = useState(NONE);
  const refresh = useCallback(async () => {
    const answer = await ask['draft:others']();
    if (answer.ok) setOthers(answer.value.length === 0 ? NONE : answer.value);
  }, [ask]);
  useOnShow(() => void refresh(), shownId);
  // The list may be older than the draft in the form, which must not be offered beside itself.
  return {
    others: others.some(({ id }) => id === shownId) ? others.filter(({ id }) => id !== shownId) : others,
    refresh,
  };
}
