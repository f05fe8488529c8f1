// A row of the list of tickets: bold and with a dot while something in the ticket is unread.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { memo } from 'react';
import type { MyTicket, UploadProgress } from '../../contract/ipc.ts';
import { isOverdue } from '../../contract/ticket.ts';
import { Instant, useLocale, useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { exactTime } from '../ui/time.ts';
import { type DueTicket, dueText, hasDueText } from './due.ts';
import { numberText, progressText, statusOf } from './status.ts';

const ONE_LINE = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

const useStyles = makeStyles({
  line: {
    boxSizing: 'border-box',
    width: '100%',
    padding: '7px 12px',
    display: 'grid',
    gridTemplateColumns: '8px minmax(0, 1fr) max-content',
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
    gridColumn: '1',
    width: '8px',
    height: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  title: { ...typographyStyles.body1, gridColumn: '2 / 4', ...ONE_LINE },
  unread: { fontWeight: tokens.fontWeightBold },
  summary: {
    ...typographyStyles.caption1,
    gridColumn: '2',
    color: tokens.colorNeutralForeground2,
    ...ONE_LINE,
  },
  when: { ...typographyStyles.caption1, gridColumn: '3', color: tokens.colorNeutralForeground2 },
  due: {
    ...typographyStyles.caption1,
    gridColumn: '2 / 4',
    color: tokens.colorNeutralForeground2,
    ...ONE_LINE,
  },
  overdue: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
});

interface TicketLineProps {
  ticket: MyTicket;
  selected: boolean;
  onSelect: (id: string) => void;
  /** whether the Tab key stops at this row */
  isStop: boolean;
  onFocus: (id: string) => void;
}

/** Not rendered again while only the list around it changes, as at each scroll. */
export const TicketLine = memo(function TicketLine(props: TicketLineProps) {
  const { ticket, selected, onSelect, isStop, onFocus } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const { id, title, technician, unread, progress } = ticket;
  const summary = [numberText(ticket, t), statusOf(ticket, t), technician];
  return (
    <button
      type="button"
      className={mergeClasses(styles.line, selected && styles.selected)}
      aria-current={selected ? 'true' : undefined}
      data-item={id}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => onFocus(id)}
      onClick={() => onSelect(id)}
    >
      {unread ? <span className={styles.dot} role="img" aria-label={t('tickets.unread')} /> : null}
      <span className={mergeClasses(styles.title, unread && styles.unread)} title={title}>
        {title}
      </span>
      <span className={mergeClasses(styles.summary, unread && styles.unread)}>
        {summary.filter(Boolean).join(' · ')}
      </span>
      <span className={styles.when}>
        <Instant at={ticket.updatedAt} />
      </span>
      {hasDueText(ticket) ? <Deadline ticket={ticket} /> : null}
      {progress === null ? null : <Progress progress={progress} />}
    </button>
  );
});

/** When the ticket is due. Overdue is said in the text and shown in bold, so no colour is needed. */
function Deadline({ ticket }: { ticket: DueTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  const now = useNow(60_000);
  return (
    <span
      className={mergeClasses(styles.due, isOverdue(ticket, now) && styles.overdue)}
      title={exactTime(ticket.dueAt, locale)}
    >
      {dueText(ticket, now, locale, t)}
    </span>
  );
}

function Progress({ progress }: { progress: UploadProgress }) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  return <span className={styles.due}>{progressText(progress, locale, t)}</span>;
}
