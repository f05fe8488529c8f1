// The list of one tab: a line per ticket, bold and dotted while something in it was not read.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { MyTicket } from '../../contract/ipc.ts';
import { Instant } from '../ui/instant.tsx';
import { useRovingFocus } from '../ui/roving-focus.ts';
import { useTexts } from '../ui/texts.ts';
import { numberText, statusText } from './status.ts';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: '4px',
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
  },
  line: {
    boxSizing: 'border-box',
    width: '100%',
    padding: '8px 12px',
    display: 'grid',
    gridTemplateColumns: '8px minmax(0, 1fr) max-content',
    gridTemplateAreas: '"dot title title" ". facts when"',
    columnGap: '8px',
    rowGap: '2px',
    alignItems: 'center',
    textAlign: 'left',
    border: '1px solid transparent',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': {
      forcedColorAdjust: 'none',
      backgroundColor: 'Highlight',
      color: 'HighlightText',
      '& span': { color: 'HighlightText' },
      ':hover': { backgroundColor: 'Highlight' },
    },
  },
  dot: {
    gridArea: 'dot',
    width: '8px',
    height: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  title: {
    ...typographyStyles.body1,
    gridArea: 'title',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  unread: { fontWeight: tokens.fontWeightBold },
  facts: {
    ...typographyStyles.caption1,
    gridArea: 'facts',
    color: tokens.colorNeutralForeground2,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  when: { ...typographyStyles.caption1, gridArea: 'when', color: tokens.colorNeutralForeground2 },
});

interface TicketListProps {
  tickets: MyTicket[];
  selected: string | null;
  onSelect: (id: string) => void;
}

export function TicketList({ tickets, selected, onSelect }: TicketListProps) {
  const styles = useStyles();
  const keys = tickets.map(({ id }) => id);
  const { onKeyDown, itemProps } = useRovingFocus(keys, selected, 'vertical');
  return (
    <ul className={styles.list} onKeyDown={onKeyDown}>
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <TicketLine
            ticket={ticket}
            selected={ticket.id === selected}
            onSelect={onSelect}
            stop={itemProps(ticket.id)}
          />
        </li>
      ))}
    </ul>
  );
}

interface TicketLineProps {
  ticket: MyTicket;
  selected: boolean;
  onSelect: (id: string) => void;
  /** its part in the list's one stop of the Tab key */
  stop: ReturnType<ReturnType<typeof useRovingFocus>['itemProps']>;
}

function TicketLine({ ticket, selected, onSelect, stop }: TicketLineProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { id, place, number, title, status, unread } = ticket;
  return (
    <button
      type="button"
      className={mergeClasses(styles.line, selected && styles.selected)}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onSelect(id)}
      {...stop}
    >
      {unread ? <span className={styles.dot} role="img" aria-label={t('tickets.unread')} /> : null}
      <span className={mergeClasses(styles.title, unread && styles.unread)} title={title}>
        {title}
      </span>
      <span className={mergeClasses(styles.facts, unread && styles.unread)}>
        {numberText(place, number, t)} · {statusText(place, status, t)}
      </span>
      <span className={styles.when}>
        <Instant at={ticket.updatedAt} />
      </span>
    </button>
  );
}
