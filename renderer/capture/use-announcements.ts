// The announcements in force: known before the form is shown, looked at again whenever it is.
import { useCallback, useEffect, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyAnnouncement } from '../../contract/ipc.ts';
import { useBridge } from '../ui/bridge.ts';
import { useOnHide, useOnShow } from '../ui/window-visibility.ts';

export interface AnnouncementsInForce {
  announcements: readonly MyAnnouncement[];
  /** why "me too" was not taken */
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

  // they are few: also told while the form is hidden, so that they are there when it opens
  useEffect(() => {
    void refresh();
    return hear['announcements:changed'](() => void refresh());
  }, [hear, refresh]);
  // the ticket that was joined has come, or was refused
  const isJoining = announcements.some(({ joined }) => joined === 'waiting');
  useEffect(
    () => (isJoining ? hear['tickets:changed'](() => void refresh()) : undefined),
    [hear, refresh, isJoining],
  );
  useOnShow(() => void refresh());
  useOnHide(() => setFailure(null));
  return { announcements, failure, join: useCallback((id) => void join(id), [join]) };
}
