// A list of tickets of any length: only the lines near those in sight are on the page.
import { makeStyles } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MyTicket, TicketList as Tickets } from '../../contract/ipc.ts';
import { indexAfterKey } from '../ui/roving-focus.ts';
import { TicketLine } from './ticket-line.tsx';

const useStyles = makeStyles({
  scroll: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', padding: '0 4px' },
  list: { position: 'relative', margin: 0, padding: 0, listStyleType: 'none' },
  item: { position: 'absolute', top: 0, left: 0, width: '100%' },
});

/** Lines of a whole page, beyond which more are asked for before the end is in sight. */
const NEAR_THE_END = 20;

/** Until a line is measured; one that is of another height has the list drawn again. */
function likelyHeight(ticket: MyTicket | undefined): number {
  return ticket?.dueAt || ticket?.progress ? 72 : 54;
}

interface TicketListProps {
  list: Tickets;
  selected: string | null;
  /** the list begins with the focus on the selected line */
  focusSelected: boolean;
  onSelect: (id: string) => void;
  /** the end is near, and there are more */
  onMore: (shown: number) => void;
  /** below the last line */
  children?: ReactNode;
}

export function TicketList({ list, selected, focusSelected, onSelect, onMore, children }: TicketListProps) {
  const { tickets, total } = list;
  const styles = useStyles();
  const { scroller, virtualizer, stopAt, onKeyDown, itemProps } = useLines(tickets, selected, focusSelected);
  const lines = virtualizer.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  const more = tickets.length < total && last >= tickets.length - NEAR_THE_END;
  const shown = tickets.length;
  useEffect(() => {
    if (more) onMore(shown);
  }, [more, shown, onMore]);
  return (
    <div ref={scroller} className={styles.scroll}>
      <ul className={styles.list} style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown}>
        {lines.map(({ index, start }) => {
          const ticket = tickets[index];
          if (ticket === undefined) return null;
          return (
            <li
              key={ticket.id}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
              aria-posinset={index + 1}
              aria-setsize={total}
            >
              <TicketLine
                ticket={ticket}
                selected={ticket.id === selected}
                onSelect={onSelect}
                stop={itemProps(ticket.id, index === stopAt)}
              />
            </li>
          );
        })}
      </ul>
      {children}
    </div>
  );
}

/** The lines on the page, and the one among all of them that the Tab key stops at: it is never taken away. */
function useLines(tickets: readonly MyTicket[], selected: string | null, focusSelected: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string | null>(null);
  const goingTo = useRef(focusSelected ? selected : null);
  const stopAt = indexOfEntry(tickets, last, selected);
  const virtualizer = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => tickets[index]?.id ?? index,
    estimateSize: (index) => likelyHeight(tickets[index]),
    rangeExtractor: (range) => withIndex(range, stopAt),
    initialRect: { width: 0, height: 600 },
    overscan: 3,
    gap: 2,
    paddingStart: 4,
    paddingEnd: 4,
  });

  useLayoutEffect(() => {
    const id = goingTo.current;
    if (id === null) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
    if (!target) return;
    goingTo.current = null;
    target.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    const next = indexAfterKey(event.key, stopAt, tickets.length, 'vertical');
    const target = next === null ? undefined : tickets[next];
    if (next === null || target === undefined) return;
    event.preventDefault();
    goingTo.current = target.id;
    setLast(target.id);
    virtualizer.scrollToIndex(next);
  }
  return {
    scroller,
    virtualizer,
    stopAt,
    onKeyDown,
    itemProps: (id: string, isStop: boolean) => ({
      'data-item': id,
      tabIndex: isStop ? 0 : -1,
      onFocus: () => setLast(id),
    }),
  };
}

function indexOfEntry(tickets: readonly MyTicket[], last: string | null, selected: string | null): number {
  for (const wanted of [last, selected]) {
    const index = wanted === null ? -1 : tickets.findIndex(({ id }) => id === wanted);
    if (index >= 0) return index;
  }
  return 0;
}

/** What is to be on the page, in order, with one line more that may be far from it. */
export function withIndex(range: Range, index: number): number[] {
  const near = defaultRangeExtractor(range);
  if (index >= range.count || near.includes(index)) return near;
  return [...near, index].sort((one, other) => one - other);
}
