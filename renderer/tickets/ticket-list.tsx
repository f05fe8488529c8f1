// A virtual list of tickets: only the rows in sight, and those near them, are on the page.
import { makeStyles } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MyTicket, TicketList as Tickets } from '../../contract/ipc.ts';
import { indexAfterKey } from '../ui/roving-focus.ts';
import { hasDueText } from './due.ts';
import { slotsOf } from './row-slots.ts';
import { TicketLine } from './ticket-line.tsx';

const useStyles = makeStyles({
  scroll: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', padding: '0 4px' },
  list: { position: 'relative', margin: 0, padding: 0, listStyleType: 'none' },
  item: { position: 'absolute', top: 0, left: 0, width: '100%' },
});

/** Number of rows before the end at which more are requested: about one page. */
const NEAR_THE_END = 20;

const ROW_HEIGHT = 54;
const MORE_LINE_HEIGHT = 18;

/** Returns the height of a row in CSS pixels until it is measured. A wrong one would render the list again. */
function heightOf(ticket: MyTicket | undefined): number {
  const more = ticket ? [hasDueText(ticket), ticket.progress !== null].filter(Boolean).length : 0;
  return ROW_HEIGHT + more * MORE_LINE_HEIGHT;
}

type Lines = Virtualizer<HTMLDivElement, Element>;

/** A row that was just rendered is not measured before the browser has laid it out: that would lay out the page once more. */
function measuredHeight(row: Element, entry: ResizeObserverEntry | undefined, lines: Lines): number {
  const index = lines.indexFromElement(row);
  const known = lines.measurementsCache[index]?.size ?? lines.options.estimateSize(index);
  const box = entry?.borderBoxSize[0];
  return box ? Math.round(box.blockSize) : known;
}

interface TicketListProps {
  list: Tickets;
  selected: string | null;
  /** focuses the selected row at first */
  focusSelected: boolean;
  onSelect: (id: string) => void;
  /** Called when the person scrolls towards the end and there are more tickets. */
  onMore: (shown: number) => void;
  /** below the last row */
  children?: ReactNode;
}

export function TicketList({ list, selected, focusSelected, onSelect, onMore, children }: TicketListProps) {
  const { tickets, total } = list;
  const styles = useStyles();
  const { scroller, virtualizer, slots, stopAt, onKeyDown, onFocus } = useLines(
    tickets,
    selected,
    focusSelected,
  );
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
              key={slots.get(ticket.id)}
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
                isStop={index === stopAt}
                onFocus={onFocus}
              />
            </li>
          );
        })}
      </ul>
      {children}
    </div>
  );
}

/** The rows on the page, and the row that the Tab key stops at: it stays on the page when it is scrolled out of sight. */
function useLines(tickets: readonly MyTicket[], selected: string | null, focusSelected: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string | null>(null);
  const goingTo = useRef(focusSelected ? selected : null);
  const stopAt = indexOfEntry(tickets, last, selected);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: tickets.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => tickets[index]?.id ?? index,
    estimateSize: (index) => heightOf(tickets[index]),
    measureElement: measuredHeight,
    rangeExtractor: (range) => withIndex(range, stopAt),
    initialRect: { width: 0, height: 600 },
    overscan: 3,
    gap: 2,
    paddingStart: 4,
    paddingEnd: 4,
  });

  const slots = useSlots(
    virtualizer.getVirtualItems().flatMap(({ index }) => tickets[index]?.id ?? []),
    last,
  );
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
  return { scroller, virtualizer, slots, stopAt, onKeyDown, onFocus: setLast };
}

/** The slots of the rows on the page, which follow from those of the last rendering. */
function useSlots(ids: readonly string[], focused: string | null): ReadonlyMap<string, number> {
  const rendered = useRef<ReadonlyMap<string, number>>(new Map());
  const slots = slotsOf(rendered.current, ids, focused);
  useLayoutEffect(() => {
    rendered.current = slots;
  });
  return slots;
}

function indexOfEntry(tickets: readonly MyTicket[], last: string | null, selected: string | null): number {
  for (const entry of [last, selected]) {
    const index = entry === null ? -1 : tickets.findIndex(({ id }) => id === entry);
    if (index >= 0) return index;
  }
  return 0;
}

/** Returns the indexes of the rows on the page in order, with one more that may be far away. */
export function withIndex(range: Range, index: number): number[] {
  const near = defaultRangeExtractor(range);
  if (index >= range.count || near.includes(index)) return near;
  return [...near, index].sort((one, other) => one - other);
}
