// Reads tickets from the main process, and again whenever it says that they changed.
import { useEffect, useEffectEvent, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyTicketDetail, TicketListQuery } from '../../contract/ipc.ts';
import { ok, type Result } from '../../contract/result.ts';
import { useBridge } from '../ui/bridge.ts';
import type { AnsweredList } from './shelf.ts';

/** What was last read; both null before the first answer. A failed reading keeps what was there. */
export interface Reading<T> {
  value: T | null;
  problem: GuichetError | null;
}

interface Source<T> {
  /** names what is read; null reads nothing */
  key: string | null;
  /** another key begins from nothing, or shows what was there until its answer comes */
  onOtherKey: 'clear' | 'keep';
  read: () => Promise<Result<T>>;
  concerns: (ids: readonly string[]) => boolean;
  /** reading is an act of the person: it waits until the window can be seen */
  onlySeen: boolean;
}

type KeyedReading<T> = Reading<T> & { key: string | null };

const NOTHING = { key: null, value: null, problem: null };

/** What is shown after an answer. A failure keeps what was there, unless it says that there is no such ticket any more. */
export function nextReading<T>(
  before: KeyedReading<T>,
  { key, keeps, answer }: { key: string | null; keeps: boolean; answer: Result<T> },
): KeyedReading<T> {
  if (answer.ok) return { key, value: answer.value, problem: null };
  const isKept = !isNotFound(answer.error) && (keeps || before.key === key);
  return { key, value: isKept ? before.value : null, problem: answer.error };
}

/** Whether the ticket is not this person's: not yet, or no longer, as when another one writes here now. */
export function isNotFound(problem: GuichetError | null): boolean {
  return problem?.code === 'ticket-not-found';
}

function useReading<T>({ key, onOtherKey, read, concerns, onlySeen }: Source<T>): Reading<T> {
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
      stale = onlySeen && document.visibilityState === 'hidden';
      if (stale) return;
      turn += 1;
      const mine = turn;
      const answer = await ask();
      // an older answer never replaces a newer one
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
  }, [hear, key, keeps, onlySeen]);
  return keeps || reading.key === key ? reading : NOTHING;
}

/** A list of tickets. While another is being read, the former stays. */
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
    onlySeen: false,
  });
}

/** One ticket, which is thereby read: what is new in it is unread no more. */
export function useTicket(id: string | null): Reading<MyTicketDetail> {
  const { ask } = useBridge();
  return useReading({
    key: id,
    onOtherKey: 'clear',
    read: () => ask['tickets:open']({ id: id ?? '' }),
    concerns: (ids) => id !== null && ids.includes(id),
    onlySeen: true,
  });
}
