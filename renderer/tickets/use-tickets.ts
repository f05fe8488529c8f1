// Reads tickets from the main process, and reads them again when a notice says that they changed.
import { useEffect, useEffectEvent, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyTicketDetail, TicketListQuery } from '../../contract/ipc.ts';
import { ok, type Result } from '../../contract/result.ts';
import { useBridge } from '../ui/bridge.ts';
import type { AnsweredList } from './shelf.ts';

/** The last answer; both are null before the first one. After a failure, the former value stays. */
export interface Reading<T> {
  value: T | null;
  problem: GuichetError | null;
}

interface Source<T> {
  /** identifies what is read; null reads nothing */
  key: string | null;
  /** what is shown after another key until its answer comes: nothing, or the former value */
  onOtherKey: 'clear' | 'keep';
  read: () => Promise<Result<T>>;
  concerns: (ids: readonly string[]) => boolean;
  /** reading marks as read: it waits until the window is visible */
  onlyVisible: boolean;
}

type KeyedReading<T> = Reading<T> & { key: string | null };

const NOTHING = { key: null, value: null, problem: null };

/** Returns the reading after an answer. A failure keeps the former value, unless the ticket no longer exists. */
export function nextReading<T>(
  before: KeyedReading<T>,
  { key, keeps, answer }: { key: string | null; keeps: boolean; answer: Result<T> },
): KeyedReading<T> {
  if (answer.ok) return { key, value: answer.value, problem: null };
  const keepsValue = !isNotFound(answer.error) && (keeps || before.key === key);
  return { key, value: keepsValue ? before.value : null, problem: answer.error };
}

/** Returns whether the ticket is not this person's: not yet, or no longer, because the agent has another requester now. */
export function isNotFound(problem: GuichetError | null): boolean {
  return problem?.code === 'ticket-not-found';
}

function useReading<T>({ key, onOtherKey, read, concerns, onlyVisible }: Source<T>): Reading<T> {
  const { hear } = useBridge();
  const [reading, setReading] = useState<KeyedReading<T>>(NOTHING);
  const ask = useEffectEvent(read);
  const changed = useEffectEvent(concerns);
  const keeps = onOtherKey === 'keep';
  useEffect(() => {
    if (key === null) return;
    let turn = 0;
    let stale = false;
    async function readAgain(): Promise<void> {
      stale = onlyVisible && document.visibilityState === 'hidden';
      if (stale) return;
      turn += 1;
      const mine = turn;
      const answer = await ask();
      // An older answer never replaces a newer one.
      if (mine !== turn) return;
      setReading((before) => nextReading(before, { key, keeps, answer }));
    }
    function seen(): void {
      if (stale) void readAgain();
    }
    const stop = hear['tickets:changed'](({ ids }) => {
      if (changed(ids)) void readAgain();
    });
    document.addEventListener('visibilitychange', seen);
    void readAgain();
    return () => {
      turn = -1;
      stop();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [hear, key, keeps, onlyVisible]);
  return keeps || reading.key === key ? reading : NOTHING;
}

/** Reads a list of tickets. The former list stays until the new one is read. */
export function useTicketList(query: TicketListQuery): Reading<AnsweredList> {
  const { ask } = useBridge();
  return useReading({
    key: JSON.stringify(query),
    onOtherKey: 'keep',
    async read() {
      const answer = await ask['tickets:list'](query);
      return answer.ok ? ok({ ...answer.value, query }) : answer;
    },
    concerns: () => true,
    onlyVisible: false,
  });
}

/** Reads a ticket, which marks it as read. */
export function useTicket(id: string | null): Reading<MyTicketDetail> {
  const { ask } = useBridge();
  return useReading({
    key: id,
    onOtherKey: 'clear',
    read: () => ask['tickets:open']({ id: id ?? '' }),
    concerns: (ids) => id !== null && ids.includes(id),
    onlyVisible: true,
  });
}
