// The announcements in force: read before the form is shown, and again each time it is.
import { useCallback, useEffect, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyAnnouncement } from '../../contract/ipc.ts';
import { useBridge } from '../ui/bridge.ts';
import { useOnHide, useOnShow } from '../ui/window-visibility.ts';

export interface AnnouncementsInForce {
  announcements: readonly MyAnnouncement[];
  /** why "me too" failed */
  failure: GuichetError | null;
  join(id: string): void;
}

const NONE: readonly MyAnnouncement[] = [];

export function useAnnouncements(): AnnouncementsInForce {
  const { ask, hear } = useBridge();
  const [announcements, setAnnouncements] = useState(NONE);
  const [failure, setFailure] = useState<GuichetError | null>(null);

  const refresh = useCallback(async () => {
    const answer = await ask['announcements:list']();
    if (answer.ok) setAnnouncements(answer.value.length === 0 ? NONE : answer.value);
  }, [ask]);
  const join = useCallback(
    async (id: string) => {
      const answer = await ask['announcements:join']({ id });
      setFailure(answer.ok ? null : answer.error);
      await refresh();
    },
    [ask, refresh],
  );

  // There are few: they are also read while the form is hidden, so that it opens with them.
  useEffect(() => {
    void refresh();
    return hear['announcements:changed'](() => void refresh());
  }, [hear, refresh]);
  // "Me too" was accepted or refused.
  const isJoining = announcements.some(({ joined }) => joined === 'waiting');
  useEffect(
    () => (isJoining ? hear['tickets:changed'](() => void refresh()) : undefined),
    [hear, refresh, isJoining],
  );
  useOnShow(() => void refresh());
  useOnHide(() => setFailure(null));
  return { announcements, failure, join: useCallback((id) => void join(id), [join]) };
}
